"""A run whose times come from the batch it is in."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan, nan
from threading import Lock  # noqa: TID251 - a lock starts no thread

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.core.steps import Wait

from .fleet import Fleet
from .refused import WorkerLost
from .sequence import NOWHERE, Sequence
from .simtime import SimTime


class BatchedRun:
    """See `Run`. `lag` is what comes on top of every step's end: simulated seconds outside of the worker."""

    __slots__ = (
        "_due",
        "_fleet",
        "_lag",
        "_lock",
        "_output",
        "_sequence",
        "_time",
        "_told",
        "arrival",
        "cached_tokens",
        "decode_worker",
        "first_token",
        "instant",
        "job",
        "last_token",
        "preemptions",
        "scheduled",
        "worker",
    )

    def __init__(self, sequence: Sequence, fleet: Fleet, time: SimTime, lag: float, lock: Lock) -> None:
        self.job, self.instant = sequence.job, False
        self.worker = self.decode_worker = sequence.worker
        if sequence.destination != NOWHERE:
            self.decode_worker = sequence.destination
        self.arrival = self._due = sequence.arrival
        self.first_token = self.last_token = nan
        self._sequence, self._fleet, self._time, self._lag, self._lock = sequence, fleet, time, lag, lock
        self._output, self._told = sequence.job.output_tokens, 0
        """Tokens that the client was given."""
        self._look()

    def token(self) -> Iterator[Wait]:
        """See `Run.token`."""
        told = self._told
        if told < self._output:
            sure, burst = False, self._sequence.burst_of(told)
            while not sure:
                due, sure = self._ask(burst)
                if due > self._due:
                    yield Wait(self._time.wall(due - self._due))
                    self._due = due
            self._tell(told + 1)

    def finish(self) -> Iterator[Wait]:
        """See `Run.finish`."""
        sure, last = False, self._sequence.bursts - 1
        while not sure:
            due, sure = self._ask(last)
            if due > self._due:
                yield Wait(self._time.wall(due - self._due))
                self._due = due
        self._tell(self._output)

    def close(self) -> None:
        """See `Run.close`."""
        with self._lock:
            self._fleet.leave(self._sequence, self._now())
            self._look()

    @property
    def elapsed(self) -> float:
        """See `Run.elapsed`."""
        return 0.0 if isnan(self.last_token) else self.last_token - self.arrival

    def itls(self) -> NDArray[np.float64]:
        """See `Run.itls`."""
        sequence, told = self._sequence, self._told
        if told < 2:
            return np.empty(0)
        bursts = [sequence.burst_of(token) for token in range(told)] if sequence.strided else slice(told)
        with self._lock:
            ends = np.array(sequence.ends(sequence.burst_of(told - 1) + 1))
        return np.diff(ends[bursts])

    def _now(self) -> float:
        # Whoever was told a moment has reached it, whatever the rounding of the clock says.
        return max(self._time.now(), self._due)

    def _ask(self, burst: int) -> tuple[float, bool]:
        """When `burst` is due, and True; or when to ask again, which is no later, and False.

        Raises WorkerLost where it never comes.
        """
        sequence = self._sequence
        with self._lock:
            if burst >= sequence.known():
                self._fleet.follow(sequence, self._now())
                if burst >= sequence.known():
                    if sequence.lost:
                        raise WorkerLost(sequence.worker)
                    return self._fleet.earliest(sequence, burst), False
            return sequence.end(burst) + self._lag, True

    def _look(self) -> None:
        """What became of it so far; the lock is held."""
        sequence = self._sequence
        self.scheduled, self.preemptions = sequence.scheduled, sequence.preemptions
        self.cached_tokens = self._fleet.reported(sequence.cached, self.job)

    def _tell(self, tokens: int) -> None:
        if not self._told:
            with self._lock:
                self.first_token = self._sequence.end(0) + self._lag
                self._look()
        self._told, self.last_token = tokens, self._due
        self.preemptions = self._sequence.preemptions
