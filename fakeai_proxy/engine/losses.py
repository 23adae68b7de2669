"""Workers whose GPUs have failed, and what is lost with them."""

from __future__ import annotations

from collections.abc import Collection

from .machines import Hardware
from .refused import NoWorker, WorkerLost
from .routing import Charge, Router
from .sequence import Sequence
from .worker import Worker


class Losses:
    """Of the workers of one model."""

    def __init__(
        self,
        hardware: Hardware,
        router: Router,
        workers: tuple[Worker, ...],
        needed: tuple[Collection[int], ...],
    ) -> None:
        """needed: groups of workers; where all of one are lost, nothing can be done."""
        self.lost: tuple[int, ...] = ()
        """Those that are lost."""
        self._hardware, self._router, self._workers, self._needed = hardware, router, workers, needed
        self._changes = 0

    def notice(self, now: float) -> None:
        """Who has failed loses all jobs, and all blocks. Who is well again begins anew."""
        changes = self._hardware.changes
        if changes == self._changes:
            return
        # What changes from here on is seen the next time: the number was read before.
        before, self.lost, self._changes = self.lost, self._hardware.failed(), changes
        for index, worker in enumerate(self._workers):
            worker.replan()
            if index in self.lost and index not in before:
                for sequence in worker.fail():
                    self.fail(sequence, now)

    def fail(self, sequence: Sequence, now: float) -> None:
        """Its worker is lost, and `sequence` with it."""
        sequence.over = sequence.lost = True
        self._workers[sequence.worker].tally.aborted += 1
        for charge in sequence.charges:
            self._router.done(charge, now, "failed" if charge.worker == sequence.worker else "cancelled")

    def refuse_helpless(self) -> None:
        """Raises NoWorker where nobody is left of those needed."""
        if self.lost and any(all(worker in self.lost for worker in group) for group in self._needed):
            raise NoWorker

    def refuse_lost(self, charge: Charge, now: float) -> None:
        """Raises WorkerLost where the worker of `charge` is not there to take it; the router hears of it."""
        if charge.worker in self.lost:
            self._router.done(charge, now, "failed")
            raise WorkerLost(charge.worker)
