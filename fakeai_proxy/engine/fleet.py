"""The workers of one model, and the router before them.

Fleet ─┬─ Reception   names of blocks, the choice of a worker
       ├─ Worker ...  steps and blocks
       ├─ Seats       jobs whose times no batch decides
       ├─ Handover    from prefill to decode, where these are apart
       └─ Losses      workers whose GPUs have failed
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from fakeai_proxy.catalog import Model

from .block_pool import BlockPool
from .handover import Handover
from .job import Job
from .kv_settings import KVCacheSettings
from .ledger import Ledger
from .losses import Losses
from .machines import Hardware, Sound
from .price_of import ModelPricing, precision_of
from .pricing import Cost
from .reception import Reception
from .refused import QueueFull, refuse_oversized
from .roles import holders, roles
from .routing import Decision, Router
from .seats import Seats
from .sequence import NEVER, NOWHERE, Sequence
from .settings import EngineSettings
from .throttle import Clocked
from .transfer import transfer_bytes
from .view import WorkerView
from .worker import Worker


class Fleet:
    """Times are simulated seconds, and only go forward. Not thread-safe: the cluster's lock is around it."""

    def __init__(
        self,
        model: Model,
        pricing: ModelPricing,
        engine: EngineSettings,
        kv_cache: KVCacheSettings,
        ledgers: Callable[[int], Ledger],
        hardware: Hardware | None = None,
        decided: Callable[[Decision], None] = lambda decision: None,
    ) -> None:
        """ledgers: makes the one of a worker, by its index. hardware: None: nothing ever happens to it.

        decided: told of each decision by which a job is sent to a worker, be the worker lost or not.

        Raises SettingsError if there are too few workers for the roles.
        """
        self.model, self.pricing = model, pricing
        self.router = Router(kv_cache, model.id)
        self.roles = roles(engine, kv_cache.num_workers)
        self._hardware = hardware or Sound()
        self.workers = tuple(
            Worker(
                pricing,
                engine,
                BlockPool.of(kv_cache, pricing.kv_tokens, index, self.router.index),
                ledgers(index),
                self._began,
                self._ended,
                partial(self._clock, index),
            )
            for index in range(kv_cache.num_workers)
        )
        self.finished: Callable[[Sequence, float], None] = lambda sequence, at: None
        """Told of each sequence whose last token came."""
        self._engine, self._kv = engine, kv_cache
        self._compose(decided)

    def _compose(self, decided: Callable[[Decision], None]) -> None:
        """The parts that share the router and the workers."""
        router, workers, kv_cache, engine = self.router, self.workers, self._kv, self._engine
        apart = engine.disaggregated
        prefillers, decoders = holders(self.roles, "prefill"), holders(self.roles, "decode")
        needed = (prefillers, decoders) if apart else (range(len(workers)),)
        self.losses = Losses(self._hardware, router, workers, needed)
        self._reception = Reception(
            self.model, kv_cache, router, self.losses, workers, decided, prefillers if apart else None
        )
        self.reported = self._reception.reported
        self.seats = Seats(self._reception, router, self.losses, workers)
        size = partial(transfer_bytes, self.model, precision_of(self.pricing))
        self._handover = Handover(
            router, self.losses, workers, decoders, size, self.pricing.gpus, engine.transfer_gbps
        )

    def advance(self, now: float, *, changing: bool = False) -> None:
        """All workers, as `Worker.advance`. Those that prefill come first: they hand on to the others.

        One whose GPUs have failed since the last time does nothing any more.
        """
        self.losses.notice(now)
        for worker in self.workers:
            worker.advance(now, changing=changing)

    def advance_within(self, seconds: float, now: float) -> None:
        """`advance`, at most so far at a time, so that all workers come along."""
        reached = min((worker.end for worker in self.workers if not worker.idle), default=now)
        while reached + seconds < now:
            reached += seconds
            self.advance(reached)
        self.advance(now)

    def follow(self, sequence: Sequence, now: float) -> None:
        """`advance`, as far as `sequence` is concerned."""
        if self._engine.disaggregated:
            self.advance(now)
        else:
            self.losses.notice(now)
            self.workers[sequence.worker].advance(now)

    def submit(self, job: Job, rng: np.random.Generator, now: float) -> Sequence:
        """Route `job` and queue it. Raises QueueFull, Oversized, WorkerLost."""
        self.advance(now, changing=True)
        hashes = self._reception.hashes(job)
        refuse_oversized(job, len(hashes), self._kv.block_size, self.workers[0].pool.capacity)
        decision = self._reception.choose(job, hashes, rng, now)
        worker = self.workers[decision.worker]
        self._refuse_full(worker)
        sequence = Sequence(job, hashes, now)
        sequence.worker = decision.worker
        sequence.charges.append(self._reception.send(decision))
        sequence.cached = decision.overlap_blocks * self._kv.block_size
        if self._engine.disaggregated and sequence.bursts > 1:
            self._handover.book(sequence, decision)
        worker.tally.came(job.prompt_tokens)
        worker.enqueue(sequence)
        return sequence

    def leave(self, sequence: Sequence, now: float) -> None:
        """Its client wants no more of it. Idempotent; nothing happens after its end."""
        self.advance(now, changing=True)
        if not sequence.over:
            sequence.over = True
            worker = self.workers[sequence.worker]
            worker.leave(sequence)
            worker.tally.aborted += 1
            for charge in sequence.charges:
                self.router.done(charge, now, "cancelled")

    def earliest(self, sequence: Sequence, burst: int) -> float:
        """A moment after now before which `burst`, of which nothing is certain, cannot come.

        No batch is faster than the sequence alone.
        """
        worker = self.workers[sequence.worker]
        if sequence.last == NEVER:
            return max(worker.end, sequence.ready)
        tokens = sequence.width * sequence.tokens_at(worker.timeline.count)
        seconds, _ = self.pricing.decode(sequence.width, tokens, burst + 1 - sequence.known())
        return worker.end + float(seconds.sum())

    def clock(self, worker: int, at: float) -> Clocked:
        """Of a worker's GPUs, in steps that begin `at`."""
        return partial(self._hardware.clock, worker, at)

    @property
    def idle(self) -> bool:
        """Nobody runs or waits."""
        return not any(self.seats.taken) and all(worker.idle for worker in self.workers)

    def views(self, now: float) -> Iterator[WorkerView]:
        """Of each worker; `advance` to `now` before."""
        self.losses.notice(now)
        self.router.advance(now)
        for index, (worker, role) in enumerate(zip(self.workers, self.roles, strict=True)):
            pool = worker.pool
            yield WorkerView(
                model=self.model.id,
                index=index,
                role=role,
                gpus=self.pricing.gpus,
                running=worker.scheduler.running + self.seats.taken[index],
                waiting=worker.waiting,
                prefill_tokens=self.router.loads[index].prefill_tokens,
                blocks_used=pool.active,
                blocks_cached=pool.capacity - pool.active - pool.free,
                blocks_total=pool.capacity,
                block_size=pool.block_size,
                lost=index in self.losses.lost,
                breaker=self.router.health.state(index, now),
                counters=worker.tally.counters(pool, worker.scheduler.preemptions),
                ledger=worker.ledger,
                now=now,
            )

    def _refuse_full(self, worker: Worker) -> None:
        free = max(self._engine.max_num_seqs - worker.scheduler.running, 0)
        if worker.waiting >= self._engine.max_waiting + free:
            raise QueueFull(f"{worker.waiting} requests wait already.")

    def _clock(self, worker: int, at: float, cost: Cost) -> float | None:
        return self._hardware.clock(worker, at, cost) if self._hardware.strained else None

    def _began(self, sequence: Sequence, at: float) -> None:
        self.router.prefilled(sequence.charges[0], at)
        if sequence.destination != NOWHERE:
            self._handover.move(sequence, at)

    def _ended(self, sequence: Sequence, at: float) -> None:
        self.workers[sequence.worker].tally.finished += 1
        for charge in sequence.charges:
            self.router.done(charge, at)
        self.finished(sequence, at)
