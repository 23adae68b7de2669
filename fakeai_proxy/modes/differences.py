"""What live replies said otherwise than their recordings."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakeai_proxy.cassette.diff.difference import Difference

logger = logging.getLogger(__name__)

KEPT = 1000
"""The last replies that differed."""
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Differing:
    """One live reply that was compared, and what was other."""

    scope: str
    uid: str
    """Of the recording."""
    asked: str
    differences: tuple[Difference, ...]


class Differences:
    """The last of them, and how many replies were compared at all. Safe to use from any thread."""

    def __init__(self) -> None:
        self.compared = self.differing = 0
        self._last: deque[Differing] = deque(maxlen=KEPT)

    def tell(self, found: Differing) -> None:
        """Count one comparison; keep it, and say so, where something differs."""
        self.compared += 1
        if not found.differences:
            return
        self.differing += 1
        self._last.append(found)
        more = len(found.differences) - SHOWN
        listed = "; ".join(map(str, found.differences[:SHOWN])) + (f"; and {more} more" if more > 0 else "")
        mild = all(one.severity == "info" for one in found.differences)
        level = logging.INFO if mild else logging.WARNING
        logger.log(level, "%s differs from recording %s: %s", found.asked, found.uid, listed)

    def last(self, scope: str | None, limit: int) -> tuple[Differing, ...]:
        """Up to `limit` of them (of `scope`), oldest first."""
        found = [one for one in [*self._last] if scope in (None, one.scope)]
        return tuple(found[-limit:])

    def close(self) -> None:
        """The last word."""
        if self.compared:
            logger.warning("%d of %d replies differ from their recordings", self.differing, self.compared)
