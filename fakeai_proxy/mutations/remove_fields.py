"""Fields that need not be there."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import AfterValidator, Field

from fakeai_proxy.faults.base import Hit

from . import pointer
from .places import addressing, places
from .values import ValueMutation

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


class RemoveFields(ValueMutation):
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

    def changed(self, value: Any, hit: Hit) -> Any:
        if self.fields is None and isinstance(value, dict) and value.get("error") is not None:
            return value
        found = [place for text in self.fields or OPTIONAL for place in places(text, value)]
        for place in reversed([*dict.fromkeys(found)]):
            if pointer.holds(value, place) and (self.rate == 1 or hit.rng.random() < self.rate):
                pointer.take(value, place)
        return value
