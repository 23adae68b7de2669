"""The ids of a session: a function of the request that opened it, and never twice the same."""

from __future__ import annotations

from fakeai_proxy.resources.resource import numbered

LENGTH = 21
"""Characters after the prefix."""


class Names:
    """Counts."""

    def __init__(self, suffix: str) -> None:
        """suffix: 32 hex digits of the request."""
        self._suffix, self._number = suffix, 0

    def new(self, prefix: str) -> str:
        """`event_`, `item_`, `resp_` ... and what tells it from all others."""
        self._number += 1
        return prefix + numbered(self._suffix, self._number)[:LENGTH]
