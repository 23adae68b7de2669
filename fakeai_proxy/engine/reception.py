"""How a job comes to its worker: the names of its blocks, the choice of the router, and the way there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import numpy as np

from fakeai_proxy.catalog import Model

from .blocks import answer_hashes, block_hashes
from .job import Job
from .kv_settings import KVCacheSettings
from .losses import Losses
from .prompt_cache import reported
from .routing import Charge, Decision, Router
from .worker import Worker


class Reception:
    """Before the workers of one model."""

    def __init__(
        self,
        model: Model,
        kv_cache: KVCacheSettings,
        router: Router,
        losses: Losses,
        workers: tuple[Worker, ...],
        decided: Callable[[Decision], None],
        prefillers: tuple[int, ...] | None,
    ) -> None:
        """decided: told of each decision by which a job is sent. prefillers: None: every worker prefills."""
        self._model, self._kv, self._router, self._losses = model, kv_cache, router, losses
        self._workers, self._decided, self._prefillers = workers, decided, prefillers
        self._ages = kv_cache.eviction == "ttl"
        self._strangers = count()

    def hashes(self, job: Job) -> list[int]:
        """Names of its blocks, as far as they may be found again."""
        size = self._kv.block_size
        if self._kv.enabled:
            names = block_hashes(job.prompt, size, job.salt)
            if len(job.output):
                names += answer_hashes(job.prompt, names, job.output, size, job.salt)
            return names
        if job.choices > 1:  # they share among themselves, and with nobody else
            return block_hashes(job.prompt, size, f"{next(self._strangers)}")
        return []

    def choose(self, job: Job, hashes: list[int], rng: np.random.Generator, now: float) -> Decision:
        """Who is to take it. Raises NoWorker."""
        self._losses.refuse_helpless()
        if self._ages:
            for worker in self._workers:
                worker.pool.advance(now)
        return self._router.choose(hashes, job.prompt_tokens, rng, now, self._prefillers)

    def send(self, decision: Decision) -> Charge:
        """The job is on its way. Raises WorkerLost where the worker is not there to take it."""
        charge = self._router.charge(decision)
        self._decided(decision)
        self._losses.refuse_lost(charge, decision.at)
        return charge

    def pass_by(self, decision: Decision) -> None:
        """The job comes and goes at once. Raises WorkerLost likewise."""
        if decision.worker in self._losses.lost:
            self.send(decision)
        self._router.passed(decision)
        self._decided(decision)

    def reported(self, found: int, job: Job) -> int:
        """What `usage` says of `found` cached tokens, which leave at least one to compute."""
        return reported(min(found, max(job.prompt_tokens - 1, 0)), job.prompt_tokens, self._model, self._kv)
