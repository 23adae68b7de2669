"""The imagined cluster: for each model that is asked for, a few workers and a router before them."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock  # noqa: TID251 - a lock starts no thread

import numpy as np

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.clock import Clock

from .alone import AloneRun
from .batched import BatchedRun
from .course import Course, fixed_course, priced_course, throttled_course
from .fleet import Fleet
from .gpu import GpuNode, GpuSettings
from .gpu.timeline import KEPT
from .job import Job
from .kv_settings import KVCacheSettings
from .latency import Latency, LatencySettings
from .ledger import Ledger
from .machines import Machines
from .price_of import ModelPricing, precision_of, pricing_of
from .roles import roles
from .routing import Decision
from .run import Run
from .settings import EngineSettings
from .simtime import SimTime
from .view import WorkerView

FLEETS = 64
"""Models whose workers are kept; of those that nobody uses, the one not used the longest goes first."""
DECISIONS = 256
"""Latest decisions of the routers that are kept."""


@dataclass(frozen=True, slots=True)
class EngineParts:
    """The sections that the cluster reads."""

    generation: LatencySettings = field(default_factory=LatencySettings)
    engine: EngineSettings = field(default_factory=EngineSettings)
    kv_cache: KVCacheSettings = field(default_factory=KVCacheSettings)
    dcgm: GpuSettings = field(default_factory=GpuSettings)


class Cluster:
    """Every deployment there is. May be shared between threads."""

    def __init__(
        self,
        settings: EngineParts,
        clock: Clock,
        seed: int,
        price: Callable[[Model, EngineSettings], ModelPricing] = pricing_of,
    ) -> None:
        """price: what a step of a model costs. Raises SettingsError if there are too few workers."""
        roles(settings.engine, settings.kv_cache.num_workers)
        self.time = SimTime(clock, settings.generation.time_scale)
        self._node = GpuNode(settings.dcgm, seed)
        self._settings, self._price = settings, price
        self._latency = Latency(settings.generation)
        self._fleets: OrderedDict[str, Fleet] = OrderedDict()
        self._decisions: deque[Decision] = deque(maxlen=DECISIONS)
        self._lock = Lock()
        self._reached = 0.0
        """Where all workers are, at least."""

    def submit(self, job: Job, rng: np.random.Generator) -> Run:
        """Route `job`, hold what is cached of it or queue it.

        Raises QueueFull, Oversized, WorkerLost; SettingsError if its model cannot be served as the settings
        have it.
        """
        with self._lock:
            now = self._keep_up()
            fleet = self._fleet(job.model, now)
            if self.instant:
                return self._at_once(job, fleet, rng, now)
            if self._latency.fixed:
                return self._alone(job, fleet, rng, now)
            sequence = fleet.submit(job, rng, now)
            lag = fleet.pricing.outside(job.prompt_tokens - sequence.cached) + self._latency.delay(rng)
            return BatchedRun(sequence, fleet, self.time, lag, self._lock)

    def forecast(self, job: Job, rng: np.random.Generator) -> float:
        """Simulated seconds that `job` would take alone, with nothing cached. Raises SettingsError."""
        if self.instant:
            return 0.0
        with self._lock:
            now = self._keep_up()
            course = self._course(job, self._fleet(job.model, now), 0, 0, rng, now)
        return course.first + float(course.gaps.sum())

    def price(self, model: Model) -> ModelPricing:
        """What a step of `model` costs here. Raises SettingsError if settings forbid to serve it."""
        return self._price(model, self._settings.engine)

    @property
    def instant(self) -> bool:
        """Nothing is ever waited for: each run is over when it is submitted."""
        return self._latency.instant or not self.time.scale

    @property
    def node(self) -> GpuNode:
        """The GPUs, told of all that was done on them up to now."""
        with self._lock:
            self._keep_up(0.0)
        return self._node

    def workers(self) -> tuple[WorkerView, ...]:
        """All workers of all models, as of now; models in the order of their last use."""
        with self._lock:
            now = self._keep_up(0.0)
            return tuple(view for fleet in self._fleets.values() for view in fleet.views(now))

    def decisions(self, model: str | None = None) -> tuple[Decision, ...]:
        """Where the latest jobs (of `model`, an id) went and why, the latest one last."""
        with self._lock:
            return tuple(one for one in self._decisions if model in (None, one.model))

    def mark(self, model: str, worker: int, up: bool) -> bool:
        """Take a worker out of the routing, or back into it. False: there is none, or none any more."""
        with self._lock:
            fleet = self._fleets.get(model)
            if fleet is None or not 0 <= worker < len(fleet.workers):
                return False
            fleet.router.health.mark(worker, up)
            return True

    def _keep_up(self, behind: float = KEPT / 2) -> float:
        """Now. No worker is further behind than that: the GPUs take no steps of long ago."""
        now = self.time.now()
        if now - self._reached > behind:
            for fleet in self._fleets.values():
                fleet.advance_within(KEPT / 2, now)
            self._reached = now
        return now

    def _fleet(self, model: Model, now: float) -> Fleet:
        fleet = self._fleets.get(model.id)
        if fleet is None:
            fleet = self._fleets[model.id] = self._deployed(model, now)
            self._make_place(now)
        else:
            self._fleets.move_to_end(model.id)
        return fleet

    def _at_once(self, job: Job, fleet: Fleet, rng: np.random.Generator, now: float) -> Run:
        def course(worker: int, cached: int) -> Course | None:
            return None if self._latency.instant else self._course(job, fleet, worker, cached, rng, now)

        run = fleet.seats.pass_through(job, rng, now, course)
        if not self.time.scale:
            self.time.skip(run.elapsed)
        return run

    def _alone(self, job: Job, fleet: Fleet, rng: np.random.Generator, now: float) -> Run:
        seat = fleet.seats.seat(job, rng, now)
        course = self._course(job, fleet, seat.worker, seat.held.cached, rng, now)
        return AloneRun(job, seat, course, fleet.seats, self.time, self._lock, now)

    def _course(
        self, job: Job, fleet: Fleet, worker: int, cached: int, rng: np.random.Generator, now: float
    ) -> Course:
        budget = self._settings.engine.max_num_batched_tokens
        if self._latency.fixed:
            waits = self._latency.waits(job.output_tokens, rng)
            return fixed_course(job, waits, fleet.pricing, cached, budget)
        course = priced_course(job, fleet.pricing, cached, budget, self._latency.delay(rng))
        return throttled_course(course, fleet.clock(worker, now)) if self._node.strained else course

    def _deployed(self, model: Model, now: float) -> Fleet:
        settings = self._settings
        pricing = self._price(model, settings.engine)
        precision = precision_of(pricing)

        def ledger(worker: int) -> Ledger:
            return self._node.ledger(worker, pricing.gpus, now, weights=pricing.weights, precision=precision)

        hardware = Machines(self._node, settings.kv_cache.num_workers, pricing.gpus, precision)
        decided = self._decisions.append
        return Fleet(model, pricing, settings.engine, settings.kv_cache, ledger, hardware, decided)

    def _make_place(self, now: float) -> None:
        """Forget the idle model that was not used the longest, where there are too many."""
        if len(self._fleets) <= FLEETS:
            return
        for id, fleet in self._fleets.items():
            fleet.advance(now)
            if fleet.idle:
                del self._fleets[id]
                for worker in fleet.workers:
                    self._node.release(worker.ledger, now)
                return
