"""What stands in a prompt beside text: as many tokens as it costs, which no text has."""

from __future__ import annotations

from typing import Literal, NamedTuple

NO_TEXT = 2**31
"""Set in the ids of what is not text."""


class Medium(NamedTuple):
    """An image, a sound, a video."""

    kind: Literal["image", "audio", "video"]
    mark: int
    """32 bits that stand for its content: the same content has the same ids."""
    tokens: int

    def ids(self, factor: float = 1.0) -> list[int]:
        """Its ids, before they are scaled by `factor`."""
        return [NO_TEXT | self.mark] * round(self.tokens / factor)
