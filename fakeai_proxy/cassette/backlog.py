"""What waits to be written, bounded in bytes and in number. Safe to use from any thread."""

from __future__ import annotations

from collections import deque
from threading import Condition, RLock  # noqa: TID251 - no thread is started here
from typing import Generic, TypeVar

Item = TypeVar("Item")

BYTES = 256 * 2**20
LENGTH = 4096
"""Recordings that wait; beyond either bound the next is dropped, loudly."""
BATCH = 256
BATCH_BYTES = 8 * 2**20
"""What is taken at once, and committed in one transaction."""
OVER = "it ended after the cassette was closed"


class Backlog(Generic[Item]):
    """First in, first out. One that is larger than all the room is let in alone."""

    def __init__(self, most_bytes: int = BYTES, most: int = LENGTH) -> None:
        self._most_bytes, self._most = most_bytes, most
        self._items: deque[tuple[Item, int]] = deque()
        self._bytes = 0
        self._waiting = False
        """Somebody does; waking nobody is what costs the event loop least."""
        self._lock = RLock()
        self._changed = Condition(self._lock)
        self.ended = False

    def offer(self, item: Item, size: int) -> bool:
        """Whether there was room for its `size` bytes; never waits. Raises ValueError after the end."""
        with self._lock:
            room = self._has_room(size)
            if room:
                self._add(item, size)
        return room

    def take(self) -> list[Item]:
        """All that waits, up to BATCH and BATCH_BYTES; waits for at least one. Empty after the end."""
        with self._lock:
            while not self._items and not self.ended:
                self._wait()
            taken: list[Item] = []
            left = BATCH_BYTES
            while self._items and left > 0 and len(taken) < BATCH:
                item, size = self._items.popleft()
                taken.append(item)
                self._bytes -= size
                left -= size
        return taken

    def end(self) -> None:
        """Nothing more is let in; what waits can still be taken."""
        with self._lock:
            self.ended = True
            self._changed.notify_all()

    def _has_room(self, size: int) -> bool:
        full = len(self._items) >= self._most or self._bytes + size > self._most_bytes
        return self.ended or not (full and self._items)

    def _add(self, item: Item, size: int) -> None:
        if self.ended:
            raise ValueError(OVER)
        self._items.append((item, size))
        self._bytes += size
        if self._waiting:
            self._waiting = False
            self._changed.notify_all()

    def _wait(self) -> None:
        self._waiting = True
        self._changed.wait()
