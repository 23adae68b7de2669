"""Whether somebody has finished: by what was said, not by silence alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

PAUSE_MS = 300
"""Milliseconds of silence after which it is asked what was said."""
MOST_MS: Mapping[str, int] = {"low": 8_000, "medium": 4_000, "auto": 4_000, "high": 2_000}
"""By eagerness: the longest silence in which more is waited for."""
ENDS = (".", "!", "?", "…", "。", "！", "？")
TRAILING = frozenset(
    (
        *("a", "an", "and", "because", "but", "for", "if", "in", "like", "my", "of", "or", "our", "so"),
        *("that", "the", "then", "to", "uh", "uhm", "um", "when", "where", "which", "with", "your"),
    )
)
"""Words after which something follows."""


class Patience:
    """How long a silence has to be. It is asked anew at each pause."""

    def __init__(self, eagerness: str, said: Callable[[int], str]) -> None:
        """said: the words up to a sample."""
        self._most, self._said, self._wanted = MOST_MS[eagerness], said, 0

    def over(self, silence: int, at: int) -> bool:
        """Does a `silence` of so many milliseconds, up to sample `at`, end the turn?"""
        if silence < PAUSE_MS:
            self._wanted = 0
            return False
        if not self._wanted:
            self._wanted = self._most if trails(self._said(at)) else PAUSE_MS
        return silence >= self._wanted


def trails(text: str) -> bool:
    """Is `text` a sentence that goes on?"""
    words = text.split()
    if not words or words[-1].endswith(ENDS):
        return False
    return words[-1].endswith((",", ";", ":", "-", "…")) or words[-1].lower() in TRAILING
