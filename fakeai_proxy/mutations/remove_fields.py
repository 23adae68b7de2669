"""Fields that need not be there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import AfterValidator, Field

from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit

from . import pointer
from .base import ReplyMutation
from .places import addressing, places
from .values import ValueEditing

OPTIONAL = (
    *("system_fingerprint", "service_tier", "obfuscation", "stop_sequence"),
    *("choices[].logprobs", "choices[].message.refusal", "choices[].message.annotations"),
    *("choices[].message.audio", "choices[].message.function_call", "choices[].delta.refusal"),
    *("usage.prompt_tokens_details", "usage.completion_tokens_details", "usage.service_tier"),
    *("usage.cache_creation_input_tokens", "usage.cache_read_input_tokens", "usage.cache_creation"),
    *("message.stop_sequence", "message.usage.service_tier", "message.usage.cache_creation"),
    *("error", "incomplete_details", "instructions", "user", "metadata", "reasoning", "max_output_tokens"),
    *("response.error", "response.incomplete_details", "response.instructions", "response.user"),
    *("response.metadata", "response.reasoning", "response.max_output_tokens", "response.service_tier"),
)
"""What the types of the SDKs do not ask for: of chat completions, completions, messages, responses."""


class RemoveFields(ReplyMutation):
    """Optional fields are not there: what some servers send, and others of the same API do not.

    By default those that no SDK asks for, of all APIs, for a client that reads one of them as if it were
    sure. An error, whose `error` is all it says, passes as it is.
    """

    type: Literal["remove_fields"] = "remove_fields"
    fields: tuple[Annotated[str, AfterValidator(addressing)], ...] | None = Field(
        default=None, min_length=1, description="JMESPath expressions that lead to those that go."
    )
    rate: float = Field(default=1.0, gt=0, le=1, description="The chance of each of them to go.")

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        return cls(rate=round(float(rng.uniform(0.2, 1)), 2))

    def start(self, hit: Hit) -> Transform:
        """What goes is drawn once, so that it goes from all events, whatever holds it there."""
        fields = self.fields or OPTIONAL
        names = dict.fromkeys(map(last_name, fields))
        gone = {name for name in names if hit.rng.random() < self.rate}
        meant = [text for text in fields if last_name(text) in gone]
        return ValueEditing(lambda value: self.without(value, meant))

    def without(self, value: Any, meant: Sequence[str]) -> Any:
        """`value` without what `meant` leads to."""
        if self.fields is None and isinstance(value, dict) and value.get("error") is not None:
            return value
        found = [place for text in meant for place in places(text, value)]
        for place in reversed([*dict.fromkeys(found)]):
            if pointer.holds(value, place):
                pointer.take(value, place)
        return value


def last_name(text: str) -> str:
    """Of the field that an expression leads to."""
    return text.rpartition(".")[2]
