"""A run whose times no other changes: the user fixed them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from math import nan
from threading import Lock  # noqa: TID251 - a lock starts no thread

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.core.steps import Wait

from .course import Course
from .job import Job
from .seats import Seat, Seats
from .simtime import SimTime

NOTED = 0.1
"""Simulated seconds of decoding that the worker is told of at once: token by token it would cost streams
their pace."""


class AloneRun:
    """See `Run`."""

    __slots__ = (
        "_bursts",
        "_closed",
        "_course",
        "_end",
        "_gaps",
        "_lock",
        "_noted",
        "_out",
        "_seat",
        "_seats",
        "_time",
        "_told",
        "_told_until",
        "arrival",
        "cached_tokens",
        "decode_worker",
        "first_token",
        "job",
        "last_token",
        "scheduled",
        "worker",
    )

    instant = False
    preemptions = 0

    def __init__(
        self, job: Job, seat: Seat, course: Course, seats: Seats, time: SimTime, lock: Lock, arrival: float
    ) -> None:
        """The lock is held, and released until any other method is called."""
        self.job, self.arrival, self.scheduled = job, arrival, arrival
        self.worker = self.decode_worker = seat.worker
        self.cached_tokens = seats.reported(seat.held.cached, job)
        self.first_token = self.last_token = nan
        self._seat, self._course, self._seats, self._time, self._lock = seat, course, seats, time, lock
        self._bursts, self._gaps, self._end = course.bursts, course.gaps.tolist(), nan
        self._closed = False
        self._told = self._out = 0
        """Tokens that the client was given, and bursts."""
        self._noted, self._told_until = 0, arrival
        """Bursts that the worker was told of, and when they end."""

    def token(self) -> Iterator[Wait]:
        """See `Run.token`."""
        if self._told < self.job.output_tokens:
            totals = self._course.totals
            bursts = 1 + (bisect_right(totals, self._told) if totals else self._told)
            if bursts > self._out:
                yield Wait(self._ahead(bursts))
                self._reach(bursts)
            self._told += 1

    def finish(self) -> Iterator[Wait]:
        """See `Run.finish`."""
        if self._bursts > self._out:
            yield Wait(self._ahead(self._bursts))
            self._reach(self._bursts)
        self._told = self.job.output_tokens

    def close(self) -> None:
        """See `Run.close`."""
        with self._lock:
            if not self._closed:
                self._closed = True
                if self._out > self._noted:
                    self._note(self._out)
                whole = self._told == self.job.output_tokens and self._out == self._bursts
                self._seats.unseat(self._seat, self.job, self._time.now(), whole=whole)

    @property
    def elapsed(self) -> float:
        """See `Run.elapsed`."""
        return self.last_token - self.arrival if self._out else 0.0

    def itls(self) -> NDArray[np.float64]:
        """See `Run.itls`."""
        return self._course.itls(self._told)

    def _ahead(self, bursts: int) -> float:
        """Wall seconds until the first `bursts` are out, of which some are not."""
        before = self.last_token if self._out else self.arrival
        self._end = self._end_of(bursts)
        if not self._out or self._end - before >= NOTED:
            self._tell(bursts)
        return self._time.wall(self._end - before)

    def _reach(self, bursts: int) -> None:
        """They are out. Raises WorkerLost."""
        if not self._out or bursts == self._bursts or self._end - self._told_until >= NOTED:
            self._tell(bursts)
            with self._lock:
                self._seats.insist(self._seat, self._time.now())
        if not self._out:
            self.first_token = self.arrival + self._course.first
        self._out, self.last_token = bursts, self._end

    def _end_of(self, bursts: int) -> float:
        """When the last of the first `bursts` comes; one that is not out yet."""
        if self._out:
            one_more = bursts == self._out + 1
            return self.last_token + (
                self._gaps[self._out - 1] if one_more else self._course.between(self._out, bursts)
            )
        end = self.arrival + self._course.first
        return end + self._course.between(1, bursts) if bursts > 1 else end

    def _tell(self, bursts: int) -> None:
        """Note with the worker what it does for the first `bursts`, as far as that was not done."""
        if bursts > self._noted:
            with self._lock:
                self._note(bursts)

    def _note(self, bursts: int) -> None:
        course, done = self._course, self._noted
        if not done:
            self._told_until, done = self.arrival + course.first, 1
            self._seats.prefill(self._seat, self.job, self._told_until, course.prefill)
        if bursts > done:
            seconds = course.between(done, bursts)
            written = course.totals[bursts - 1] - course.totals[done - 1] if course.totals else bursts - done
            start, steps = self._told_until, bursts - done
            self._seats.decode(self._seat, self.job, start, seconds, steps, written, course.decode)
            self._told_until += seconds
        self._noted = bursts
