"""A run that is over when it is submitted: nobody waits for it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.core.steps import Wait

from .course import Course
from .job import Job


class InstantRun:
    """See `Run`. In simulated seconds it took the time of its course; without one, none."""

    __slots__ = (
        "arrival",
        "cached_tokens",
        "course",
        "decode_worker",
        "first_token",
        "instant",
        "job",
        "last_token",
        "preemptions",
        "scheduled",
        "worker",
    )

    def __init__(
        self, job: Job, worker: int, cached_tokens: int, arrival: float, course: Course | None
    ) -> None:
        self.job, self.cached_tokens, self.course = job, cached_tokens, course
        self.worker = self.decode_worker = worker
        self.instant, self.preemptions = True, 0
        self.arrival = self.scheduled = self.first_token = self.last_token = arrival
        if course:
            self.first_token = arrival + course.first
            self.last_token = self.first_token + course.between(1, course.bursts)

    @property
    def elapsed(self) -> float:
        """See `Run.elapsed`."""
        return self.last_token - self.arrival

    def token(self) -> Iterator[Wait]:
        """See `Run.token`."""
        return iter(())

    def finish(self) -> Iterator[Wait]:
        """See `Run.finish`."""
        return iter(())

    def close(self) -> None:
        """See `Run.close`."""

    def itls(self) -> NDArray[np.float64]:
        """See `Run.itls`."""
        told = self.job.output_tokens
        return self.course.itls(told) if self.course else np.zeros(max(told - 1, 0))
