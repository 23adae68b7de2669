"""The imagined cluster: for each model that is asked for, a few workers and a router before them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from fakeai_proxy.core.clock import Clock

from .job import Job
from .latency import LatencySettings
from .run import Run
from .settings import EngineSettings
from .simtime import SimTime
from .view import WorkerView


class Refused(Exception):
    """The cluster does not take a job. The handler answers in the words of the provider."""


class QueueFull(Refused):
    """`engine.max_waiting` jobs wait already: 429 or 503."""


class Oversized(Refused):
    """Prompt and answer together hold more blocks than a worker has: 400."""


@dataclass(frozen=True, slots=True)
class EngineParts:
    """The sections that the cluster reads."""

    generation: LatencySettings = field(default_factory=LatencySettings)
    engine: EngineSettings = field(default_factory=EngineSettings)


class Cluster:
    """Every deployment there is. May be shared between threads."""

    def __init__(self, settings: EngineParts, clock: Clock, seed: int) -> None:
        self.time = SimTime(clock)

    def submit(self, job: Job, rng: np.random.Generator) -> Run:
        """Route `job`, pin what is cached of it, queue it. Raises QueueFull, Oversized."""
        raise NotImplementedError

    def workers(self) -> tuple[WorkerView, ...]:
        """All workers of all models, as of now."""
        raise NotImplementedError
