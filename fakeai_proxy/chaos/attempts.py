"""Which requests are tried again: attempts that failed, by logical request."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from fakeai_proxy.core.clock import Clock

WINDOW = 300.0
"""Seconds after which the same request is a new one: as long as clients wait between attempts."""
LIMIT = 8_192


class Attempts:
    """The last `LIMIT` of them. Safe for threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._lock = clock, Lock()
        self._failed: OrderedDict[bytes, tuple[int, float]] = OrderedDict()

    def get(self, subject: bytes) -> int:
        """How many of `subject` failed since one succeeded."""
        with self._lock:
            return self._known(subject)

    def failed(self, subject: bytes) -> None:
        with self._lock:
            self._failed[subject] = (self._known(subject) + 1, self._clock.now())
            self._failed.move_to_end(subject)
            if len(self._failed) > LIMIT:
                self._failed.popitem(last=False)

    def succeeded(self, subject: bytes) -> None:
        with self._lock:
            self._failed.pop(subject, None)

    def _known(self, subject: bytes) -> int:
        count, at = self._failed.get(subject, (0, 0.0))
        return count if self._clock.now() - at <= WINDOW else 0
