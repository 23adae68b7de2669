"""Sends each request to a worker, and keeps account of what it sent where."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from itertools import count

import numpy as np

from fakeai_proxy.engine.kv_settings import KVCacheSettings
from fakeai_proxy.engine.radix import RadixIndex

from .candidate import Asked, Candidate
from .decision import Decision
from .health import Health, Outcome, State
from .load import Charge, Load
from .softmax import drawn, probabilities
from .table import ROUTERS

_ALL_CLOSED: tuple[State, ...] = ("closed",) * 64


class Router:
    """Of one model's workers, 0 to `num_workers` - 1. Not thread-safe: the cluster's lock is around it.

    decision = router.choose(hashes, prompt_tokens, rng, now)   # charges nothing
    charge = router.charge(decision)                            # the request is on its way
    router.prefilled(charge, at)                                # its first token comes then
    router.done(charge, now)                                    # it is over
    """

    def __init__(self, settings: KVCacheSettings, model: str = "") -> None:
        """`model` is shown in decisions."""
        self.index = RadixIndex()
        """To be fed by the block pools of the workers."""
        self.health = Health(settings.num_workers, settings.breaker_failures, settings.breaker_seconds)
        self.loads = tuple(Load() for _ in range(settings.num_workers))
        self._settings, self._model = settings, model
        self._policy = ROUTERS[settings.routing]
        self._everyone = range(settings.num_workers)
        self._number = 0
        self._prefills: list[tuple[float, int, Charge]] = []
        """Requests whose prefill ends at a known moment, the earliest first."""
        self._tickets = count()

    def choose(
        self,
        hashes: Sequence[int],
        prompt_tokens: int,
        rng: np.random.Generator,
        now: float,
        among: Sequence[int] | None = None,
    ) -> Decision:
        """Who takes a prompt of `prompt_tokens` tokens with these block hashes, at `now` simulated seconds.

        `among` restricts the workers (those for prefill, say). Unhealthy ones only count where all are.
        Draws from `rng` only where the policy or a temperature above 0 needs it.
        """
        self.advance(now)
        asked = Asked(prompt_tokens, self._settings.block_size)
        candidates = self._candidates(hashes[: asked.findable], among)
        considered = self._considered(candidates, now)
        costs = self._policy.costs(asked, considered, self._settings, rng)
        chances = self._chances(costs)
        at = drawn(chances, rng) if chances else _lowest(considered, costs)
        return Decision(
            self._number + 1,
            now,
            self._model,
            self._settings.routing,
            self._policy.unit,
            self._settings.temperature if self._policy.tempered else 0.0,
            asked,
            candidates,
            _of_all(candidates, considered, costs),
            self._states(candidates, now),
            _of_all(candidates, considered, chances) if chances else None,
            considered[at],
        )

    def charge(self, decision: Decision) -> Charge:
        """The request is sent: its prompt tokens and blocks, less those found, weigh on the worker."""
        worker, asked = decision.worker, decision.asked
        load, overlap = self.loads[worker], decision.overlap_blocks
        self._number += 1
        load.last_chosen = self._number
        load.requests += 1
        self.health.sent(worker, decision.at)
        return Charge(worker, load, asked.prompt_tokens - overlap * asked.block_size, asked.blocks - overlap)

    def book(self, among: Sequence[int], blocks: int, now: float) -> Charge:
        """Send a request that brings `blocks` blocks, all in memory, to whoever of `among` has the fewest."""
        well = [worker for worker in among if self.health.usable(worker, now)]
        worker = min(well or among, key=lambda worker: (self.loads[worker].decode_blocks, worker))
        self.health.sent(worker, now)
        return Charge(worker, self.loads[worker], 0, blocks)

    def passed(self, decision: Decision) -> None:
        """The request came and went at once: it weighs on nobody."""
        worker, load = decision.worker, self.loads[decision.worker]
        self._number += 1
        load.last_chosen = self._number
        load.requests += 1
        self.health.sent(worker, decision.at)
        self.health.heard(worker, decision.at, "answered")

    def prefilled(self, charge: Charge, at: float) -> None:
        """Its first token comes `at`, now or later; its prompt weighs on the worker until then."""
        heappush(self._prefills, (at, next(self._tickets), charge))

    def advance(self, now: float) -> None:
        """Prompts whose first token is out by `now` weigh no more. `choose` sees to it by itself."""
        prefills = self._prefills
        while prefills and prefills[0][0] <= now:
            heappop(prefills)[2].first_token()

    def done(self, charge: Charge, now: float, outcome: Outcome = "answered") -> None:
        """The request is over. "failed" is by fault of the worker, "cancelled" says nothing. Idempotent."""
        if charge.done():
            self.health.heard(charge.worker, now, outcome)

    def _candidates(self, hashes: Sequence[int], among: Sequence[int] | None) -> tuple[Candidate, ...]:
        overlap, loads = self.index.matches(hashes).get, self.loads
        workers = self._everyone if among is None else among
        return tuple(
            [
                Candidate(
                    worker,
                    overlap(worker, 0),
                    load.prefill_tokens,
                    load.decode_blocks,
                    load.active_requests,
                    load.last_chosen,
                )
                for worker in workers
                for load in (loads[worker],)
            ]
        )

    def _states(self, candidates: Sequence[Candidate], now: float) -> tuple[State, ...]:
        if self.health.well:
            return _ALL_CLOSED[: len(candidates)]
        return tuple(self.health.state(one.worker, now) for one in candidates)

    def _considered(self, candidates: tuple[Candidate, ...], now: float) -> tuple[Candidate, ...]:
        if self.health.well:
            return candidates
        return tuple(one for one in candidates if self.health.usable(one.worker, now)) or candidates

    def _chances(self, costs: Sequence[float]) -> list[float] | None:
        if not self._settings.temperature or not self._policy.tempered:
            return None
        return probabilities(costs, self._settings.temperature)


def _lowest(considered: Sequence[Candidate], costs: Sequence[float]) -> int:
    """Position of the lowest cost; of equals, of the worker chosen the longest ago."""
    least = min(costs)
    equals = [at for at, cost in enumerate(costs) if cost == least]
    return equals[0] if len(equals) == 1 else min(equals, key=lambda at: considered[at].last_chosen)


def _of_all(
    candidates: tuple[Candidate, ...], considered: tuple[Candidate, ...], values: Sequence[float]
) -> tuple[float | None, ...]:
    """`values` of `considered`, in the order of `candidates`; None for the others."""
    if considered is candidates:
        return tuple(values)
    known = {one.worker: value for one, value in zip(considered, values, strict=True)}
    return tuple(known.get(one.worker) for one in candidates)
