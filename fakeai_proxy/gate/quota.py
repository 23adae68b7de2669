"""What a key may use in all."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock  # noqa: TID251 - a lock starts no thread

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.faults.limits.who import caller_of


class Quotas:
    """Tokens that each key has used, of the last `room` keys. Thread-safe."""

    def __init__(self, most: int, room: int = 10_000) -> None:
        self.most, self._room = most, room
        self._used: OrderedDict[bytes, int] = OrderedDict()
        self._lock = Lock()

    def used_up(self, request: Request) -> bool:
        """The key of `request` has nothing left."""
        with self._lock:
            return self._used.get(caller_of(request, "key"), 0) >= self.most

    def count(self, request: Request, tokens: int) -> None:
        """The key of `request` has used so many more."""
        key = caller_of(request, "key")
        with self._lock:
            self._used[key] = self._used.pop(key, 0) + tokens
            if len(self._used) > self._room:
                self._used.popitem(last=False)
