"""Why a request went where it went."""

from __future__ import annotations

from math import isfinite
from typing import Any, NamedTuple

from .candidate import Asked, Candidate
from .health import State


class Decision(NamedTuple):
    """All that was known and made of it, for each worker in order."""

    number: int
    """1, 2, 3, ... for each router."""
    at: float
    """Simulated seconds."""
    model: str
    policy: str
    unit: str
    """What a cost is."""
    temperature: float
    asked: Asked
    candidates: tuple[Candidate, ...]
    costs: tuple[float | None, ...]
    """None for a worker that was not considered, inf for one that the policy left out."""
    health: tuple[State, ...]
    chances: tuple[float | None, ...] | None
    """Of each worker, where one was drawn."""
    chosen: Candidate

    @property
    def worker(self) -> int:
        """The one chosen."""
        return self.chosen.worker

    @property
    def overlap_blocks(self) -> int:
        """Blocks of the prompt that the chosen worker holds."""
        return self.chosen.overlap_blocks

    @property
    def reason(self) -> str:
        """In a sentence."""
        costs = [cost for cost in self.costs if cost is not None]
        cost = self.costs[self.candidates.index(self.chosen)]
        assert cost is not None
        told = f"worker {self.worker}: "
        if len(costs) == len(self.costs) and "closed" not in self.health:
            told += "no worker is healthy, so all were considered; "
        if len(costs) == 1:
            return told + "the only candidate"
        chance = self.chances[self.candidates.index(self.chosen)] if self.chances else None
        if chance is not None:
            return told + f"drawn at temperature {self.temperature:g}, with a chance of {chance:.1%}"
        equals = costs.count(cost)
        if equals > 1:
            return told + f"of {equals} with cost {cost:g}, chosen the longest ago"
        return told + f"the lowest cost, {cost:g}, before {min(each for each in costs if each > cost):g}"

    def as_dict(self) -> dict[str, Any]:
        """For JSON: what is not a finite number is null."""
        size = self.asked.block_size
        chances = self.chances or (None,) * len(self.candidates)
        rows = zip(self.candidates, self.costs, self.health, chances, strict=True)
        return {
            "number": self.number,
            "at": self.at,
            "model": self.model,
            "policy": self.policy,
            "temperature": self.temperature,
            "prompt_tokens": self.asked.prompt_tokens,
            "prompt_blocks": self.asked.blocks,
            "block_size": size,
            "worker": self.worker,
            "reason": self.reason,
            "cost_unit": self.unit,
            "workers": [
                {
                    "worker": one.worker,
                    "overlap_blocks": one.overlap_blocks,
                    "overlap_tokens": one.overlap_blocks * size,
                    "active_prefill_tokens": one.prefill_tokens,
                    "active_decode_blocks": one.decode_blocks,
                    "active_requests": one.active_requests,
                    "health": state,
                    "considered": cost is not None and isfinite(cost),
                    "cost": cost if cost is not None and isfinite(cost) else None,
                    "chance": chance,
                    "chosen": one.worker == self.worker,
                }
                for one, cost, state, chance in rows
            ],
        }
