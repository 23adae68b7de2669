"""What the requests routed to a worker weigh there, until they are done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Load:
    """Of one worker, as the router knows it: from its own decisions, and from what it hears of them."""

    prefill_tokens: int = 0
    decode_blocks: int = 0
    active_requests: int = 0
    requests: int = 0
    """Ever routed here."""
    last_chosen: int = 0
    """Number of the decision that chose this worker last, 0 if none did."""


class Charge:
    """One request on one worker: prompt tokens until its first token, blocks until its end."""

    __slots__ = ("_load", "_over", "blocks", "prefill_tokens", "worker")

    def __init__(self, worker: int, load: Load, prefill_tokens: int, blocks: int) -> None:
        """Adds itself to `load`."""
        self.worker, self._load = worker, load
        self.prefill_tokens, self.blocks, self._over = prefill_tokens, blocks, False
        load.prefill_tokens += prefill_tokens
        load.decode_blocks += blocks
        load.active_requests += 1

    def first_token(self) -> None:
        """The prefill is over. Idempotent."""
        self._load.prefill_tokens -= self.prefill_tokens
        self.prefill_tokens = 0

    def done(self) -> bool:
        """The request is over. False if it was before."""
        if self._over:
            return False
        self._over = True
        self.first_token()
        self._load.decode_blocks -= self.blocks
        self._load.active_requests -= 1
        return True
