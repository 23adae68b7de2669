"""Prefill and decode on different workers: a sequence goes over between the two."""

from __future__ import annotations

from collections.abc import Callable

from .losses import Losses
from .routing import Decision, Router
from .sequence import NOWHERE, Sequence
from .transfer import transfer_seconds
from .worker import Worker


class Handover:
    """From the workers of one model that prefill to its `decoders`."""

    def __init__(
        self,
        router: Router,
        losses: Losses,
        workers: tuple[Worker, ...],
        decoders: tuple[int, ...],
        size: Callable[[int], float],
        gpus: int,
        gigabytes_per_second: float,
    ) -> None:
        """size: bytes of the keys and values of so many tokens. gpus: of a worker, which share them."""
        self.decoders = decoders
        """None where every worker does both."""
        self._router, self._losses, self._workers = router, losses, workers
        self._size, self._gpus, self._pace = size, gpus, gigabytes_per_second

    def book(self, sequence: Sequence, decision: Decision) -> None:
        """The decode worker with the fewest blocks in use takes it after its prefill."""
        charge = self._router.book(self.decoders, decision.asked.blocks, decision.at)
        sequence.destination = charge.worker
        sequence.charges.append(charge)

    def move(self, sequence: Sequence, at: float) -> None:
        """Its prefill is over `at`; it goes where it was booked."""
        source, destination = self._workers[sequence.worker], self._workers[sequence.destination]
        size = self._size(sequence.prompt)
        seconds, share = transfer_seconds(size, self._pace), size / self._gpus
        source.scheduler.remove(sequence)
        self._router.done(sequence.charges.pop(0), at)
        sequence.worker, sequence.destination = sequence.destination, NOWHERE
        if sequence.worker in self._losses.lost:
            self._losses.fail(sequence, at)
            return
        source.ledger.move(at, seconds, nvlink_sent=share)
        destination.ledger.move(at, seconds, nvlink_received=share)
        sequence.carry(at + seconds)
        destination.enqueue(sequence)
