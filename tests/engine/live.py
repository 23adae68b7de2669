"""Clients of a cluster, each pulling its own answer, while one clock goes forward."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Wait
from fakeai_proxy.engine import Run


def streamed(run: Run) -> Iterator[Wait]:
    """What a stream waits for, to its end."""
    for _ in range(run.job.output_tokens):
        yield from run.token()
    run.close()


def whole(run: Run) -> Iterator[Wait]:
    """What an answer in one piece waits for."""
    yield from run.finish()
    run.close()


class Clients:
    """Plays several at once, as the driver does: each wait counts from the one before."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.tickets = count()
        self.waiting: list[tuple[float, int, Iterator[Wait]]] = []

    def add(self, waits: Iterator[Wait]) -> None:
        """From now on."""
        heappush(self.waiting, (self.clock.now(), next(self.tickets), waits))

    def play(self, until: float = float("inf")) -> None:
        """Up to a moment, or to the end of all."""
        while self.waiting and self.waiting[0][0] <= until:
            due, _, waits = heappop(self.waiting)
            self.clock.advance(max(due - self.clock.now(), 0.0))
            if (wait := next(waits, None)) is not None:
                heappush(self.waiting, (due + wait.seconds, next(self.tickets), waits))
        if until < float("inf"):
            self.clock.advance(max(until - self.clock.now(), 0.0))
