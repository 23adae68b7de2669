"""How the last exchanges ended, for conditions and probes to look at."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from math import nan
from threading import Lock

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.steps import End, Head, Step

from .metrics import Outcome

LIMIT = 20_000
"""Outcomes that are remembered."""


class OutcomeLog:
    """Safe for threads."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._log: deque[Outcome] = deque(maxlen=limit)
        self._lock = Lock()
        self.count = 0
        """All there were."""

    def add(self, outcome: Outcome) -> None:
        with self._lock:
            self._log.append(outcome)
            self.count += 1

    def since(self, at: float) -> list[Outcome]:
        """Those that ended at `at` or later, oldest first."""
        found = []
        with self._lock:
            for one in reversed(self._log):
                if one.at < at:
                    break
                found.append(one)
        return found[::-1]


class Track:
    """A Transform that changes nothing, and knows in the end how it went."""

    def __init__(
        self, clock: Clock, subject: bytes, touched: bool, live: bool, over: Callable[[Outcome], None]
    ) -> None:
        """over: called once, when the reply is over, however it ended."""
        self._clock, self._subject, self._touched, self._live, self._over = (
            clock,
            subject,
            touched,
            live,
            over,
        )
        self._begun, self._status, self._ttfb, self._complete, self._closed = (
            clock.now(),
            0,
            nan,
            False,
            False,
        )

    def feed(self, step: Step) -> Iterable[Step]:
        if isinstance(step, Head):
            self._status, self._ttfb = step.status, self._clock.now() - self._begun
        elif isinstance(step, End):
            self._complete = True
        return (step,)

    def close(self) -> None:
        if self._closed:
            return
        self._closed, now = True, self._clock.now()
        ok = self._complete and 0 < self._status < 400
        seconds = now - self._begun
        self._over(
            Outcome(now, self._subject, ok, self._status, seconds, self._ttfb, self._touched, self._live)
        )
