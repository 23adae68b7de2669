"""How far each scope has read the repeats of each request."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock  # noqa: TID251 - no thread is started here
from typing import Literal

OnExhausted = Literal["fail", "repeat_last", "cycle", "as_miss"]
"""What follows the last repeat: nothing (an error, or what a miss does), the last again, or the first."""
LIMIT = 1_000_000
"""Positions kept over all scopes; above it the scope used longest ago begins anew."""


class Cursors:
    """Positions of scopes in ordered repeats. Safe to use from any thread."""

    def __init__(self, on_exhausted: OnExhausted = "fail", limit: int = LIMIT) -> None:
        self._on_exhausted, self._limit = on_exhausted, limit
        self._lock = Lock()
        self._followed: dict[str, OnExhausted] = {}
        self._scopes: OrderedDict[str, dict[bytes, int]] = OrderedDict()
        self._held = 0

    def claim(self, scope: str, key: bytes, count: int) -> int | None:
        """Index of the repeat of `key` that `scope` is to have, of `count`; None past the last."""
        with self._lock:
            asked = self._scopes.get(scope, {}).get(key, 0)
            index = self._index(scope, asked, count)
            if index is not None:
                self._advance(scope, key, asked + 1)
            return index

    def claimed(self, scope: str, key: bytes) -> int:
        """How often `scope` was given a repeat of `key`."""
        with self._lock:
            return self._scopes.get(scope, {}).get(key, 0)

    def rewind(self, scope: str) -> None:
        """`scope` begins anew."""
        with self._lock:
            self._forget(scope)
            self._followed.pop(scope, None)

    def follow(self, scope: str, on_exhausted: OnExhausted) -> None:
        """From now on `scope` has a policy of its own, until it is rewound."""
        if on_exhausted != self._followed.get(scope, self._on_exhausted):
            with self._lock:
                self._followed[scope] = on_exhausted

    def policy(self, scope: str) -> OnExhausted:
        """What `scope` has after the last repeat."""
        return self._followed.get(scope, self._on_exhausted)

    def _index(self, scope: str, asked: int, count: int) -> int | None:
        if asked < count:
            return asked
        policy = self.policy(scope)
        if count and policy == "repeat_last":
            return count - 1
        return asked % count if count and policy == "cycle" else None

    def _advance(self, scope: str, key: bytes, asked: int) -> None:
        keys = self._scopes.setdefault(scope, {})
        self._scopes.move_to_end(scope)
        self._held += key not in keys
        keys[key] = asked
        while self._held > self._limit and len(self._scopes) > 1:
            self._forget(next(iter(self._scopes)))

    def _forget(self, scope: str) -> None:
        self._held -= len(self._scopes.pop(scope, {}))
