"""Values that clients do not know yet."""

from __future__ import annotations

from typing import Literal, Self

import numpy as np
from pydantic import Field

from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.payload.edit import Edit, Object
from fakeai_proxy.faults.payload.labels import OtherFinish, OtherPart

from .answer import AnswerMutation

Where = Literal["finish", "part", "tier"]
WHERE: tuple[Where, ...] = ("finish", "part", "tier")


class UnknownValue(AnswerMutation):
    """A value that is in no documentation stands where there are but a few: clients should cope with it.

    finish   why the answer ends (in Responses: its status)
    part     a content part, or block, of an unknown type comes after the text
    tier     the service tier, of an answer that tells one

    An event of an unknown type is the mutation `unknown_event`.
    """

    type: Literal["unknown_value"] = "unknown_value"
    where: Where = Field(default="finish", description="Where it stands.")
    value: str = Field(default="x_unknown", min_length=1, max_length=256, description="The value.")

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        return cls(where=WHERE[int(rng.integers(len(WHERE)))])

    def edit(self, hit: Hit) -> Edit:
        match self.where:
            case "finish":
                return OtherFinish(self.value)
            case "part":
                return OtherPart(self.value)
            case "tier":
                return OtherTier(self.value)


class OtherTier(Edit):
    unmet = "the answer told no service tier"

    def __init__(self, value: str) -> None:
        self._value = value

    def envelope(self, answer: Object) -> None:
        self._set(answer)

    def usage(self, holder: Object) -> None:
        if isinstance(account := holder.get("usage"), dict):  # where Anthropic tells it
            self._set(account)

    def _set(self, holder: Object) -> None:
        if "service_tier" in holder:
            holder["service_tier"] = self._value
