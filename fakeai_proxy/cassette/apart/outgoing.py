"""What waits for the process that writes: bytes in few pieces, so that recording leaves no objects behind.

Objects that live until they are sent would drive what requests need out of the processor's caches.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from threading import Condition, RLock

from fakeai_proxy.cassette.backlog import BATCH, BATCH_BYTES, BYTES, OVER

COPIED = 1 << 16
"""Bytes. Smaller frames are copied into one piece with those beside them."""
MOST = 32_768
"""Recordings: some eight seconds of work for the process, which closing a cassette waits for."""
KEPT = 1 << 20
"""Bytes. A larger buffer is not used again."""

Put = Callable[[bytes | memoryview], object]


class Outgoing:
    """Frames, first in, first out; bounded in bytes and in number. Safe to use from any thread."""

    def __init__(self, write: bytes, most_bytes: int = BYTES, most: int = MOST) -> None:
        """`write` is the frame that tells the process to write what it has, put after every batch."""
        self._write, self._most_bytes, self._most = write, most_bytes, most
        self._large: list[bytes] = []
        """Large frames, and what came before each."""
        self._small, self._spare = BytesIO(), BytesIO()
        self._count = self._bytes = 0
        self._batch = self._batch_bytes = 0
        self._waiting = False
        """Somebody does, and is to be woken."""
        self._lock = RLock()
        self._changed = Condition(self._lock)
        self.ended = False

    def offer(self, frame: tuple[bytes, ...]) -> bool:
        """Whether there was room for it; never waits. Raises ValueError after the end."""
        size = sum(map(len, frame))
        with self._lock:
            full = self._count >= self._most or self._bytes + size > self._most_bytes
            if full and self._count and not self.ended:
                return False
            self._add(frame, size)
            if self._batch >= BATCH or self._batch_bytes >= BATCH_BYTES:
                self._end_batch()
        return True

    def tell(self, frame: tuple[bytes, ...]) -> None:
        """Something small, whether there is room or not. Raises ValueError after the end."""
        with self._lock:
            self._add(frame, 0)

    def pour(self, put: Put, seconds: float) -> bool:
        """Hand all that waits to `put`. Where nothing does, some time after the first came.

        False after the end. For one thread.
        """
        with self._lock:
            if not self._count and not self.ended:
                self._wait(seconds)
            if not self._count:
                return False
            large, small, size = self._taken()
        for piece in large:
            put(piece)
        with small.getbuffer() as whole, whole[:size] as rest:
            put(rest)
        return True

    def fills(self, looks: int, seconds: float) -> bool:
        """Whether there is something, or will never be, at one of so many looks, with pauses before each.

        Nobody has to wake us meanwhile: that would hold up who has something, again and again.
        """
        with self._lock:
            for _ in range(looks):
                if not self.ended:
                    self._changed.wait(seconds)
                if self._count or self.ended:
                    return True
        return False

    def end(self) -> None:
        """Nothing more is let in; what waits can still be poured."""
        with self._lock:
            self.ended = True
            self._changed.notify_all()

    def _add(self, frame: tuple[bytes, ...], size: int) -> None:
        if self.ended:
            raise ValueError(OVER)
        if size < COPIED:
            self._small.writelines(frame)
        else:
            self._large += (self._small.getvalue()[: self._small.tell()], *frame)
            self._small.seek(0)
        self._count += 1
        self._batch += 1
        self._bytes += size
        self._batch_bytes += size
        if self._waiting:
            self._waiting = False
            self._changed.notify_all()

    def _end_batch(self) -> None:
        self._small.write(self._write)
        self._batch = self._batch_bytes = 0

    def _taken(self) -> tuple[list[bytes], BytesIO, int]:
        self._end_batch()
        large, small, size = self._large, self._small, self._small.tell()
        spare = self._spare if self._spare.getbuffer().nbytes <= KEPT else BytesIO()
        spare.seek(0)
        self._large, self._small, self._spare = [], spare, small
        self._count = self._bytes = 0
        return large, small, size

    def _wait(self, seconds: float) -> None:
        """For the first, and then for more."""
        while not self._count and not self.ended:
            self._waiting = True
            self._changed.wait()
        if not self.ended:
            self._changed.wait(seconds)
