"""The vocabularies shipped in `vocab/`, loaded into tiktoken.

tiktoken's own loader takes several times as long, and looks for files on the network when its cache is
empty. So the ranks are read here and handed to its public `Encoding`. Ranks, names and patterns are those of
tiktoken (see vocab/NOTICE); tests compare them with the tiktoken installed.

A file of ours holds the tokens in the order of their ranks, which count up from 0: a byte each for their
lengths, a zero byte, then the tokens themselves, one after the other. That is less than half of tiktoken's
text of base64 and numbers, and is read in less than half of the time.
"""

from __future__ import annotations

import os
from binascii import a2b_base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktoken import Encoding

FOLDER = Path(__file__).parent / "vocab"
USER_FOLDER = "TIKTOKEN_CACHE_DIR"
"""tiktoken's own variable: a good copy of a vocabulary found there comes first."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that is used only if it is whole."""

    name: str
    sha256: str

    def read(self, folder: str | Path) -> bytes | None:
        """Its content; None if it is not in `folder`, or damaged."""
        path = Path(folder, self.name)
        if not path.is_file():
            return None
        content = path.read_bytes()
        return content if sha256(content).hexdigest() == self.sha256 else None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Ranks of tokens, and how text is split before its bytes are merged by rank."""

    shipped: File
    official: File
    """The same ranks as tiktoken keeps them. SHA-1 of the URL they come from is their name in its cache."""
    pattern: str

    def ranks(self) -> dict[bytes, int]:
        """Token bytes to rank: the user's if they are whole, else ours. ValueError if those are damaged."""
        folder = os.environ.get(USER_FOLDER)
        if folder and (text := self.official.read(folder)) is not None:
            return from_text(text)
        if (content := self.shipped.read(FOLDER)) is not None:
            return unpacked(content)
        raise ValueError(
            f"the vocabulary {FOLDER / self.shipped.name} is missing or damaged: install fakeai-proxy again"
        )


def unpacked(content: bytes) -> dict[bytes, int]:
    """The ranks in a file of ours."""
    lengths, _, tokens = content.partition(b"\0")
    return dict(zip(map(BytesIO(tokens).read, lengths), range(len(lengths)), strict=True))


def from_text(text: bytes) -> dict[bytes, int]:
    """The ranks in a file of tiktoken's. A line is base64, a space, the rank; the ranks count up from 0."""
    tokens = text.split()[::2]
    return dict(zip(map(a2b_base64, tokens), range(len(tokens)), strict=True))


CL100K = Vocabulary(
    shipped=File("cl100k_base.tokens", "c7e7106fd92b40e97081e469b7da33921c15ab3600c2e99c62fd9aa455b3af98"),
    official=File(
        "9b5ad71b2ce5302211f9c61530b329a4922fc6a4",
        "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
    ),
    pattern=r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"
    r"|\s++$|\s*[\r\n]|\s+(?!\S)|\s",
)
O200K = Vocabulary(
    shipped=File("o200k_base.tokens", "4ac8cc5794dfb635720f059d45ea08a8d5cf68e3665bc94c51febc54b3b7c01a"),
    official=File(
        "fb374d419588a4632f3f557e76b4b70aebbca790",
        "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
    ),
    pattern=r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
)

VOCABULARIES: Mapping[str, Vocabulary] = {
    "o200k_base": O200K,
    "o200k_harmony": O200K,
    "cl100k_base": CL100K,
}
"""By encoding. Harmony adds special tokens to o200k_base, and ordinary text never meets those."""


@cache
def load(vocabulary: Vocabulary) -> Encoding:
    """tiktoken over `vocabulary`. Two threads that ask first may both load; the results are equal."""
    import tiktoken

    return tiktoken.Encoding(
        vocabulary.shipped.name,
        pat_str=vocabulary.pattern,
        mergeable_ranks=vocabulary.ranks(),
        special_tokens={},
    )
