"""Jobs whose times no batch decides: they hold blocks and weigh on a worker, but are in none of its steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .block_pool import Held
from .course import FREE, Course
from .instant import InstantRun
from .job import Job
from .losses import Losses
from .pricing import Cost
from .reception import Reception
from .refused import WorkerLost
from .routing import Charge, Router
from .sequence import burst_totals
from .worker import Worker


class Seat(NamedTuple):
    """What such a job holds, and weighs."""

    worker: int
    held: Held
    charge: Charge


class Seats:
    """On the workers of one model."""

    def __init__(
        self, reception: Reception, router: Router, losses: Losses, workers: tuple[Worker, ...]
    ) -> None:
        self.taken = [0] * len(workers)
        """Choices of those seated, of each worker."""
        self.reported = reception.reported
        self._reception, self._router, self._losses, self._workers = reception, router, losses, workers

    def seat(self, job: Job, rng: np.random.Generator, now: float) -> Seat:
        """Route `job`, and hold what is cached of it and the rest of its prompt, as far as there is room.

        Raises WorkerLost.
        """
        self._losses.notice(now)
        hashes = self._reception.hashes(job)
        decision = self._reception.choose(job, hashes, rng, now)
        charge, worker = self._reception.send(decision), self._workers[decision.worker]
        held = worker.pool.pin(hashes, job.prompt_tokens)
        worker.pool.extend(held, job.prompt_tokens - held.tokens)
        worker.tally.came(job.prompt_tokens)
        self.taken[decision.worker] += job.choices
        return Seat(decision.worker, held, charge)

    def pass_through(
        self, job: Job, rng: np.random.Generator, now: float, course: Callable[[int, int], Course | None]
    ) -> InstantRun:
        """Route `job`, and have all of it done at once.

        course: its times, by the worker and the tokens found in its cache; None: it takes none.

        Raises WorkerLost.
        """
        self._losses.notice(now)
        hashes = self._reception.hashes(job)
        decision = self._reception.choose(job, hashes, rng, now)
        self._reception.pass_by(decision)
        worker, tokens = self._workers[decision.worker], job.prompt_tokens
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
        self._losses.notice(now)
        if self._forsaken(seat):
            raise WorkerLost(seat.worker)

    def _forsaken(self, seat: Seat) -> bool:
        return seat.held.life != self._workers[seat.worker].pool.life

    def unseat(self, seat: Seat, job: Job, now: float, *, whole: bool) -> None:
        """It is over; `whole`: to its last token."""
        worker, forsaken = self._workers[seat.worker], self._forsaken(seat)
        if whole and len(job.output) and not forsaken:
            worker.pool.extend(seat.held, job.prompt_tokens + job.output_tokens - 1 - seat.held.tokens)
        worker.pool.advance(now)  # what it held is unused from now on, and ages
        worker.pool.release(seat.held)
        worker.tally.finished += whole
        worker.tally.aborted += not whole
        self.taken[seat.worker] -= job.choices
        self._router.done(seat.charge, now, "answered" if whole else "failed" if forsaken else "cancelled")

    def prefill(self, seat: Seat, job: Job, end: float, cost: Cost) -> None:
        """A seated job computes its prompt, up to `end`."""
        worker, new = self._workers[seat.worker], max(job.prompt_tokens - seat.held.cached, 1)
        seat.charge.first_token()
        written = min(job.output_tokens, 1) * job.choices
        worker.tally.steps_of(new, 1, cost.seconds, prefilled=new, written=written)
        if cost.seconds:
            worker.ledger.append(end - cost.seconds, cost.seconds, 0, new, cost)

    def decode(
        self, seat: Seat, job: Job, start: float, seconds: float, steps: int, written: int, cost: Cost
    ) -> None:
        """Each of its choices writes `written` tokens, in `steps` steps."""
        worker, width = self._workers[seat.worker], job.choices
        worker.tally.steps_of(width, steps, seconds, written=width * written)
        if cost.seconds:
            worker.ledger.append(start, seconds, width, 0, cost)
