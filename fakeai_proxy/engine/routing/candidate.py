"""What a policy knows: the request, and each worker at the moment it is asked for."""

from __future__ import annotations

from typing import NamedTuple


class Asked(NamedTuple):
    """The request to be routed."""

    prompt_tokens: int
    block_size: int

    @property
    def blocks(self) -> int:
        """Blocks of the prompt, the partial last one included."""
        return -(-self.prompt_tokens // self.block_size)

    @property
    def findable(self) -> int:
        """Blocks of the prompt that a cache may spare: its last token is always computed."""
        return max(self.prompt_tokens - 1, 0) // self.block_size


class Candidate(NamedTuple):
    """One worker, before the request is added to it."""

    worker: int
    overlap_blocks: int
    """Leading blocks of the prompt that it holds."""
    prefill_tokens: int
    """Tokens that its requests have yet to prefill, as routed."""
    decode_blocks: int
    """Blocks that its requests brought with them."""
    active_requests: int
    last_chosen: int
    """Number of the decision that chose it last, 0 if none did."""
