"""Names of KV-cache blocks: hashes chained so that one names a block and all that comes before it.

As in NVIDIA Dynamo (lib/kv-router, lib/tokens), with seed 1337: XXH3-64 of the block's token ids as
little-endian u32; then, along the prompt, XXH3-64 of two little-endian u64, the hash before and this block's.
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct, iter_unpack, pack

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

SEED = 1337

_PAIR = Struct("<QQ").pack

Tokens = Sequence[int] | NDArray[np.uint32]


def block_hashes(tokens: Tokens, block_size: int, salt: str = "", parent: int | None = None) -> list[int]:
    """One hash for each whole block of `tokens`, in order; tokens after the last whole block have none.

    `parent` is the hash of the block before, where `tokens` go on from there. Without it they begin a prompt,
    and `salt` (tenant, LoRA, cache_salt) keeps them apart from those of other salts.
    """
    local = local_hashes(tokens, block_size)
    if parent is None and salt:
        parent = xxh3_64_intdigest(salt.encode("utf-8", "surrogatepass"), SEED)
    return chained(local, parent)


def answer_hashes(prompt: Tokens, names: list[int], answer: Tokens, block_size: int, salt: str) -> list[int]:
    """Names of the blocks that `answer` fills after `prompt`, whose own whole blocks have these `names`."""
    rest = [*prompt[len(names) * block_size :], *answer]
    return block_hashes(rest, block_size, salt, names[-1] if names else None)


def local_hashes(tokens: Tokens, block_size: int) -> list[int]:
    """Of each whole block alone, wherever it stands."""
    count = len(tokens) - len(tokens) % block_size
    if isinstance(tokens, np.ndarray):
        data = tokens[:count].astype("<u4", copy=False).tobytes()
    else:
        data = pack(f"<{count}I", *tokens[:count])
    return [xxh3_64_intdigest(block, SEED) for (block,) in iter_unpack(f"{4 * block_size}s", data)]


def chained(local: Sequence[int], parent: int | None = None) -> list[int]:
    """Each of `local` with all before it; the first stands for itself where it has no `parent`."""
    chain: list[int] = []
    for block in local:
        parent = block if parent is None else xxh3_64_intdigest(_PAIR(parent, block), SEED)
        chain.append(parent)
    return chain
