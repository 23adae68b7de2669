"""`/text/generation`: a text, and how it goes on."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator
from typing_extensions import TypedDict

from .base import Listed, Probability, RequestModel, Temperature, Text, Tokens
from .usage import PlainUsage

OTHERS = {
    "input": "prompt",
    "text": "prompt",
    "max_new_tokens": "max_tokens",
    "max_output_tokens": "max_tokens",
    "stop_sequences": "stop",
}
"""What clients call parameters otherwise."""


class GenerationRequest(RequestModel, defer_build=False):
    """The parameters of a completion, under the names that servers of text generation have for them."""

    accepted: ClassVar[frozenset[str]] = frozenset(OTHERS)

    model: Text
    prompt: Text
    max_tokens: Tokens | None = None
    temperature: Temperature | None = None
    top_p: Probability | None = None
    stop: str | Annotated[Listed[str], Field(max_length=4)] | None = None
    user: str | None = None

    @model_validator(mode="before")
    @classmethod
    def renamed(cls, given: Any) -> Any:
        """With the names of this model."""
        return {OTHERS.get(name, name): given[name] for name in given} if isinstance(given, dict) else given

    @property
    def repeatable(self) -> bool:
        return self.temperature == 0


class Generation(TypedDict):
    id: str
    object: Literal["text.generation"]
    created: int
    model: str
    output: str
    finish_reason: str
    usage: PlainUsage
