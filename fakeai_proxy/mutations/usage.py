"""The account of tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.payload.edit import Edit, Object
from fakeai_proxy.faults.payload.usage import scaled

from .answer import AnswerMutation

PARTS = {"prompt": ("prompt_", "input_", "cache_"), "completion": ("completion_", "output_")}
SUMS = (("prompt_tokens", "completion_tokens"), ("input_tokens", "output_tokens"))
FACTORS = (0.5, 2.0, 10.0, 1000.0)


class Usage(AnswerMutation):
    """The counts of tokens are multiplied, with their details; the total is still the sum."""

    example: ClassVar[Mapping[str, Any]] = {"factor": 2}

    type: Literal["usage"] = "usage"
    factor: float = Field(ge=0, le=1e6, allow_inf_nan=False, description="All counts times this, rounded.")
    part: Literal["all", "prompt", "completion"] = Field(default="all", description="Which of them.")

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        return cls(factor=FACTORS[int(rng.integers(len(FACTORS)))])

    def edit(self, hit: Hit) -> Edit:
        return Scaling(self)


class Scaling(Edit):
    unmet = "the answer told no usage"

    def __init__(self, mutation: Usage) -> None:
        self._factor = mutation.factor
        self._begins = PARTS.get(mutation.part, ("",))

    def usage(self, holder: Object) -> None:
        if isinstance(account := holder.get("usage"), dict):
            holder["usage"] = summed({name: self._scaled(name, value) for name, value in account.items()})

    def _scaled(self, name: str, value: Any) -> Any:
        return scaled(value, self._factor) if name.startswith(self._begins) else value


def summed(account: Object) -> Object:
    """`account` with the total that its parts make, where it tells one."""
    for names in SUMS:
        parts = [account.get(name) for name in names]
        if "total_tokens" in account and any(isinstance(part, int) for part in parts):
            account["total_tokens"] = sum(part for part in parts if isinstance(part, int))
    return account
