"""A cluster in virtual time: a workload in, what became of each request out. As fast as it can, no clock.

    arrival ─► fleet.submit ─► steps of the workers ─► end ─► the user's next request ─► ...

The fleet is the one that serves live; only time is another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from heapq import heappop, heappush
from itertools import count
from math import inf

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.catalog import Model

from .fleet import Fleet
from .gpu import GpuNode, GpuSettings
from .job import Job
from .kv_settings import KVCacheSettings
from .ledger import Ledger
from .price_of import ModelPricing, pricing_of
from .refused import QueueFull
from .sequence import Sequence
from .settings import EngineSettings
from .spread import Spread
from .view import WorkerView
from .workload import Ask, Workload

REQUEST = np.dtype(
    [
        ("arrival", "f8"),
        ("scheduled", "f8"),
        ("first_token", "f8"),
        ("last_token", "f8"),
        ("prompt_tokens", "u4"),
        ("cached_tokens", "u4"),
        ("output_tokens", "u4"),
        ("worker", "u2"),
        ("preemptions", "u2"),
    ]
)
"""What is kept of a request. Simulated seconds, as its client sees them."""

Requests = NDArray[np.void]
"""An array of REQUEST."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a workload."""

    requests: Requests
    """In the order in which they ended."""
    refused: int
    """Requests for which there was no place in a queue."""
    itl: Spread
    """Seconds between two tokens, of all requests."""
    workers: tuple[WorkerView, ...]
    seconds: float
    """From the first arrival to the last token."""
    joules: float | None
    """All GPUs of all workers, from the beginning on; None where nobody knows what they are."""
    pricing: ModelPricing

    def digest(self) -> str:
        """Equal for equal outcomes: every time, route, hit, count and joule."""
        told = blake2b(self.requests.tobytes() + self.itl.counts.tobytes(), digest_size=16)
        counters = [view.counters for view in self.workers]
        told.update(repr((self.refused, self.itl.total, self.joules, counters)).encode())
        return told.hexdigest()


def simulate(
    model: Model,
    workload: Workload,
    rng: np.random.Generator,
    engine: EngineSettings | None = None,
    kv_cache: KVCacheSettings | None = None,
    price: Callable[[Model, EngineSettings], ModelPricing] = pricing_of,
) -> Outcome:
    """All of `workload` on a fleet of its own; `rng` is for routes drawn. Equal arguments, equal outcome.

    Raises SettingsError if the model cannot be served so, Oversized for a request that no worker can hold.
    """
    engine, kv_cache = engine or EngineSettings(), kv_cache or KVCacheSettings()
    return _Simulation(model, workload, rng, engine, kv_cache, price(model, engine)).run()


class _Simulation:
    """What is going on."""

    def __init__(
        self,
        model: Model,
        workload: Workload,
        rng: np.random.Generator,
        engine: EngineSettings,
        kv_cache: KVCacheSettings,
        pricing: ModelPricing,
    ) -> None:
        self.model, self.workload, self.rng, self.pricing = model, workload, rng, pricing
        self.machines = [_Machine(pricing, index) for index in range(kv_cache.num_workers)]
        ledgers = [machine.ledger for machine in self.machines]
        self.fleet = Fleet(model, pricing, engine, kv_cache, ledgers.__getitem__)
        self.fleet.finished = self.note
        self.opening = workload.opening()
        self.coming: list[tuple[float, int, bool, Ask]] = []
        """Asks by time; each with whether it is of the opening."""
        self.tickets = count()
        self.rows: list[tuple[float, ...]] = []
        self.itl, self.refused = Spread(), 0

    def run(self) -> Outcome:
        """To the end."""
        self.expect(next(self.opening, None), opening=True)
        while (event := self.next_event()) < inf or self.coming:
            if self.coming and self.coming[0][0] <= event:
                self.ask()
            else:
                self.fleet.advance(event)
        return self.outcome()

    def next_event(self) -> float:
        return min(worker.next_event for worker in self.fleet.workers)

    def expect(self, ask: Ask | None, *, opening: bool = False) -> None:
        if ask is not None:
            heappush(self.coming, (ask.at, next(self.tickets), opening, ask))

    def ask(self) -> None:
        """The next arrival."""
        _, _, opening, ask = heappop(self.coming)
        if opening:
            self.expect(next(self.opening, None), opening=True)
        job = Job(self.model, ask.prompt, len(ask.prompt), ask.output_tokens)
        try:
            self.fleet.submit(job, self.rng, ask.at)
        except QueueFull:
            self.refused += 1
            self.expect(self.workload.following(ask.at))

    def note(self, sequence: Sequence, at: float) -> None:
        """A request is complete."""
        job = sequence.job
        lag = self.pricing.outside(job.prompt_tokens - sequence.cached)
        ends = np.array(sequence.ends(sequence.bursts))
        self.itl.add(np.diff(ends))
        self.rows.append(
            (
                sequence.arrival,
                sequence.scheduled,
                float(ends[0]) + lag,
                at + lag,
                job.prompt_tokens,
                sequence.cached,
                job.output_tokens,
                sequence.worker,
                sequence.preemptions,
            )
        )
        self.expect(self.workload.following(at + lag))

    def outcome(self) -> Outcome:
        requests = np.array(self.rows, REQUEST)
        last = float(requests["last_token"].max()) if len(requests) else 0.0
        first = float(requests["arrival"].min()) if len(requests) else 0.0
        return Outcome(
            requests,
            self.refused,
            self.itl,
            tuple(self.fleet.views(last)),
            last - first,
            _sum(machine.joules(last) for machine in self.machines),
            self.pricing,
        )


class _Machine:
    """The GPUs of one worker, where it is known which they are."""

    def __init__(self, pricing: ModelPricing, seed: int) -> None:
        self.node: GpuNode | None = None
        if deployment := pricing.deployment:
            settings = GpuSettings(gpu_model=deployment.gpu, gpu_count=pricing.gpus)
            self.node = GpuNode(settings, seed)
            self.ledger = self.node.ledger(
                0, pricing.gpus, 0.0, weights=pricing.weights, precision=deployment.precision
            )
        else:
            self.ledger = Ledger(self.forget)

    def forget(self) -> None:
        self.ledger.take()

    def joules(self, now: float) -> float | None:
        """From the beginning to `now`."""
        return float(self.node.energy_joules(now).sum()) if self.node else None


def _sum(parts: Iterable[float | None]) -> float | None:
    known = [part for part in parts if part is not None]
    return sum(known) if known else None
