"""Why the answer ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.payload.edit import CALLS, REASONS, Edit
from fakeai_proxy.faults.payload.labels import OtherFinish

from .answer import AnswerMutation

PLAIN = [reason for reason in REASONS if reason != CALLS]


class FinishReason(AnswerMutation):
    """The answer tells another reason for its end, and is the same otherwise.

    `stop`, `length`, `calls`, `filter` and `refused` are written as each API family writes them (`length`: at
    Anthropic `max_tokens`, in Responses `incomplete`); any other word as it is.
    """

    example: ClassVar[Mapping[str, Any]] = {"to": "length"}

    type: Literal["finish_reason"] = "finish_reason"
    to: str = Field(min_length=1, max_length=256, description="The reason.")

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        return cls(to=PLAIN[int(rng.integers(len(PLAIN)))])

    def edit(self, hit: Hit) -> Edit:
        return OtherFinish(self.to)
