"""The workers of one model, and the router before them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from typing import NamedTuple

import numpy as np

from fakeai_proxy.catalog import Model
from fakeai_proxy.catalog.architecture import Precision

from .block_pool import BlockPool, Held
from .blocks import answer_hashes, block_hashes
from .course import FREE, Course
from .instant import InstantRun
from .job import Job
from .kv_settings import KVCacheSettings
from .ledger import Ledger
from .machines import Hardware, Sound
from .price_of import ModelPricing
from .pricing import Cost
from .prompt_cache import reported
from .refused import NoWorker, QueueFull, WorkerLost, refuse_oversized
from .roles import roles
from .routing import Charge, Decision, Router
from .sequence import NEVER, NOWHERE, Sequence, burst_totals
from .settings import EngineSettings
from .throttle import Clocked
from .transfer import transfer_bytes, transfer_seconds
from .view import Role, WorkerView
from .worker import Worker


class Seat(NamedTuple):
    """A job whose times no batch decides: what it holds and weighs."""

    worker: int
    held: Held
    charge: Charge


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
    ) -> None:
        """ledgers: makes the one of a worker, by its index. hardware: None: nothing ever happens to it.

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
        self.decision: Decision | None = None
        """The latest one."""
        self.finished: Callable[[Sequence, float], None] = lambda sequence, at: None
        """Told of each sequence whose last token came."""
        self._engine, self._kv = engine, kv_cache
        self._changes = 0
        self._lost: tuple[int, ...] = ()
        self._ages = kv_cache.eviction == "ttl"
        self._seated = [0] * kv_cache.num_workers
        self._strangers = count()
        apart = engine.disaggregated
        self._prefillers = self._of("prefill") if apart else None
        self._decoders = self._of("decode") if apart else ()

    def advance(self, now: float, *, changing: bool = False) -> None:
        """All workers, as `Worker.advance`. Those that prefill come first: they hand on to the others.

        One whose GPUs have failed since the last time does nothing any more.
        """
        self._notice(now)
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
        if self._decoders:
            self.advance(now)
        else:
            self._notice(now)
            self.workers[sequence.worker].advance(now)

    def submit(self, job: Job, rng: np.random.Generator, now: float) -> Sequence:
        """Route `job` and queue it. Raises QueueFull, Oversized, WorkerLost."""
        self.advance(now, changing=True)
        hashes = self._hashes(job)
        refuse_oversized(job, len(hashes), self._kv.block_size, self.workers[0].pool.capacity)
        decision = self._choose(job, hashes, rng, now)
        worker = self.workers[decision.worker]
        self._refuse_full(worker)
        sequence = Sequence(job, hashes, now)
        sequence.worker = decision.worker
        sequence.charges.append(self._sent(decision))
        sequence.cached = decision.overlap_blocks * self._kv.block_size
        if self._decoders and sequence.bursts > 1:
            self._book(sequence, decision)
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

    def reported(self, found: int, job: Job) -> int:
        """What `usage` says of `found` cached tokens, which leave at least one to compute."""
        return reported(min(found, max(job.prompt_tokens - 1, 0)), job.prompt_tokens, self.model, self._kv)

    def seat(self, job: Job, rng: np.random.Generator, now: float) -> Seat:
        """Route `job`, and hold what is cached of it and the rest of its prompt, as far as there is room.

        Raises WorkerLost.
        """
        self._notice(now)
        hashes = self._hashes(job)
        decision = self._choose(job, hashes, rng, now)
        charge, worker = self._sent(decision), self.workers[decision.worker]
        held = worker.pool.pin(hashes, job.prompt_tokens)
        worker.pool.extend(held, job.prompt_tokens - held.tokens)
        worker.tally.came(job.prompt_tokens)
        self._seated[decision.worker] += job.choices
        return Seat(decision.worker, held, charge)

    def pass_through(
        self, job: Job, rng: np.random.Generator, now: float, course: Callable[[int, int], Course | None]
    ) -> InstantRun:
        """Route `job`, and have all of it done at once.

        course: its times, by the worker and the tokens found in its cache; None: it takes none.

        Raises WorkerLost.
        """
        self._notice(now)
        hashes = self._hashes(job)
        decision = self._choose(job, hashes, rng, now)
        if decision.worker in self._lost:
            self._sent(decision)
        self.router.passed(decision)
        worker, tokens = self.workers[decision.worker], job.prompt_tokens
        held = worker.pool.pin(hashes, tokens)
        cached = held.cached
        worker.pool.extend(held, tokens - cached)
        if len(job.output):
            worker.pool.extend(held, tokens + job.output_tokens - 1 - held.tokens)
        worker.pool.release(held)
        run = InstantRun(
            job, decision.worker, self.reported(cached, job), now, course(decision.worker, cached)
        )
        self._passed(worker, run, max(tokens - cached, 1))
        return run

    def _passed(self, worker: Worker, run: InstantRun, new: int) -> None:
        """`worker` computed `new` tokens of the prompt, and all of the answer."""
        job, course, seconds = run.job, run.course, run.last_token - run.first_token
        bursts = len(burst_totals(job)) if job.strides else max(job.output_tokens, 1)
        first = min(job.output_tokens, 1)
        prefill, decode = (course.prefill, course.decode) if course else (FREE, FREE)
        worker.tally.came(job.prompt_tokens)
        worker.tally.steps_of(new, 1, prefill.seconds, prefilled=new, written=first * job.choices)
        written = (job.output_tokens - first) * job.choices
        worker.tally.steps_of(job.choices, bursts - 1, seconds, written=written)
        worker.tally.finished += 1
        if prefill.seconds:
            worker.ledger.append(run.first_token - prefill.seconds, prefill.seconds, 0, new, prefill)
        if decode.seconds:
            worker.ledger.append(run.first_token, seconds, job.choices, 0, decode)

    def insist(self, seat: Seat, now: float) -> None:
        """Raises WorkerLost where the worker has failed meanwhile."""
        self._notice(now)
        if self._forsaken(seat):
            raise WorkerLost(seat.worker)

    def _forsaken(self, seat: Seat) -> bool:
        return seat.held.life != self.workers[seat.worker].pool.life

    def unseat(self, seat: Seat, job: Job, now: float, *, whole: bool) -> None:
        """It is over; `whole`: to its last token."""
        worker, forsaken = self.workers[seat.worker], self._forsaken(seat)
        if whole and len(job.output) and not forsaken:
            worker.pool.extend(seat.held, job.prompt_tokens + job.output_tokens - 1 - seat.held.tokens)
        worker.pool.release(seat.held)
        worker.tally.finished += whole
        worker.tally.aborted += not whole
        self._seated[seat.worker] -= job.choices
        self.router.done(seat.charge, now, "answered" if whole else "failed" if forsaken else "cancelled")

    def prefill(self, seat: Seat, job: Job, end: float, cost: Cost) -> None:
        """A seated job computes its prompt, up to `end`."""
        worker, new = self.workers[seat.worker], max(job.prompt_tokens - seat.held.cached, 1)
        seat.charge.first_token()
        written = min(job.output_tokens, 1) * job.choices
        worker.tally.steps_of(new, 1, cost.seconds, prefilled=new, written=written)
        if cost.seconds:
            worker.ledger.append(end - cost.seconds, cost.seconds, 0, new, cost)

    def decode(
        self, seat: Seat, job: Job, start: float, seconds: float, steps: int, written: int, cost: Cost
    ) -> None:
        """Each of its choices writes `written` tokens, in `steps` steps."""
        worker, width = self.workers[seat.worker], job.choices
        worker.tally.steps_of(width, steps, seconds, written=width * written)
        if cost.seconds:
            worker.ledger.append(start, seconds, width, 0, cost)

    @property
    def idle(self) -> bool:
        """Nobody runs or waits."""
        return not any(self._seated) and all(worker.idle for worker in self.workers)

    def views(self, now: float) -> Iterator[WorkerView]:
        """Of each worker; `advance` to `now` before."""
        self.router.advance(now)
        for index, (worker, role) in enumerate(zip(self.workers, self.roles, strict=True)):
            pool = worker.pool
            yield WorkerView(
                model=self.model.id,
                index=index,
                role=role,
                gpus=self.pricing.gpus,
                running=worker.scheduler.running + self._seated[index],
                waiting=worker.waiting,
                prefill_tokens=self.router.loads[index].prefill_tokens,
                blocks_used=pool.active,
                blocks_cached=pool.capacity - pool.active - pool.free,
                blocks_total=pool.capacity,
                block_size=pool.block_size,
                counters=worker.tally.counters(pool, worker.scheduler.preemptions),
                ledger=worker.ledger,
                now=now,
            )

    # ── on the way in ──────────────────────────────────────────────────────────────────────────

    def _hashes(self, job: Job) -> list[int]:
        size = self._kv.block_size
        if self._kv.enabled:
            names = block_hashes(job.prompt, size, job.salt)
            if len(job.output):
                names += answer_hashes(job.prompt, names, job.output, size, job.salt)
            return names
        if job.choices > 1:  # they share among themselves, and with nobody else
            return block_hashes(job.prompt, size, f"{next(self._strangers)}")
        return []

    def _choose(self, job: Job, hashes: list[int], rng: np.random.Generator, now: float) -> Decision:
        if self._lost:
            self._refuse_helpless()
        if self._ages:
            for worker in self.workers:
                worker.pool.advance(now)
        self.decision = self.router.choose(hashes, job.prompt_tokens, rng, now, self._prefillers)
        return self.decision

    def _refuse_full(self, worker: Worker) -> None:
        free = max(self._engine.max_num_seqs - worker.scheduler.running, 0)
        if worker.waiting >= self._engine.max_waiting + free:
            raise QueueFull(f"{worker.waiting} requests wait already.")

    # ── workers that fail ──────────────────────────────────────────────────────────────────────

    def _notice(self, now: float) -> None:
        """Who has failed loses all jobs, and all blocks. Who is well again begins anew."""
        changes = self._hardware.changes
        if changes == self._changes:
            return
        # What changes from here on is seen the next time: the number was read before.
        before, self._lost, self._changes = self._lost, self._hardware.failed(), changes
        for index, worker in enumerate(self.workers):
            worker.replan()
            if index in self._lost and index not in before:
                for sequence in worker.fail():
                    self._fail(sequence, now)

    def _clock(self, worker: int, at: float, cost: Cost) -> float | None:
        return self._hardware.clock(worker, at, cost) if self._hardware.strained else None

    def clock(self, worker: int, at: float) -> Clocked:
        """Of a worker's GPUs, in steps that begin `at`."""
        return partial(self._hardware.clock, worker, at)

    def _fail(self, sequence: Sequence, now: float) -> None:
        sequence.over = sequence.lost = True
        self.workers[sequence.worker].tally.aborted += 1
        for charge in sequence.charges:
            self.router.done(charge, now, "failed" if charge.worker == sequence.worker else "cancelled")

    def _refuse_helpless(self) -> None:
        groups = (self._prefillers, self._decoders) if self._prefillers else (range(len(self.workers)),)
        if any(all(worker in self._lost for worker in group) for group in groups):
            raise NoWorker

    def _sent(self, decision: Decision) -> Charge:
        """The request is on its way. Raises WorkerLost where the worker is not there to take it."""
        charge = self.router.charge(decision)
        if decision.worker in self._lost:
            self.router.done(charge, decision.at, "failed")
            raise WorkerLost(decision.worker)
        return charge

    # ── prefill and decode apart ───────────────────────────────────────────────────────────────

    def _of(self, role: Role) -> tuple[int, ...]:
        return tuple(index for index, one in enumerate(self.roles) if one == role)

    def _book(self, sequence: Sequence, decision: Decision) -> None:
        """The decode worker with the fewest blocks in use takes it after its prefill."""
        charge = self.router.book(self._decoders, decision.asked.blocks, decision.at)
        sequence.destination = charge.worker
        sequence.charges.append(charge)

    def _began(self, sequence: Sequence, at: float) -> None:
        self.router.prefilled(sequence.charges[0], at)
        if sequence.destination != NOWHERE:
            self._hand_over(sequence, at)

    def _hand_over(self, sequence: Sequence, at: float) -> None:
        source, destination = self.workers[sequence.worker], self.workers[sequence.destination]
        size = transfer_bytes(self.model, precision_of(self.pricing), sequence.prompt)
        seconds = transfer_seconds(size, self._engine.transfer_gbps)
        share = size / self.pricing.gpus
        source.scheduler.remove(sequence)
        self.router.done(sequence.charges.pop(0), at)
        sequence.worker, sequence.destination = sequence.destination, NOWHERE
        if sequence.worker in self._lost:
            self._fail(sequence, at)
            return
        source.ledger.move(at, seconds, nvlink_sent=share)
        destination.ledger.move(at, seconds, nvlink_received=share)
        sequence.carry(at + seconds)
        destination.enqueue(sequence)

    def _ended(self, sequence: Sequence, at: float) -> None:
        self.workers[sequence.worker].tally.finished += 1
        for charge in sequence.charges:
            self.router.done(charge, at)
        self.finished(sequence, at)


def precision_of(pricing: ModelPricing) -> Precision:
    """Of the weights; bf16 where only its maker knows."""
    return pricing.deployment.precision if pricing.deployment else "bf16"
