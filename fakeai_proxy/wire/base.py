"""What the request models share: strict JSON types, and which extra parameters are known."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from .extensions import ENGINE_PARAMETERS

T = TypeVar("T")

STRICT = ConfigDict(strict=True, extra="ignore", protected_namespaces=())
"""JSON has types already, so none is coerced; unknown fields inside objects pass unread, as at OpenAI."""
SHARED = STRICT | ConfigDict(defer_build=True)
"""Of models that others are made of: a start is faster without validators of their own."""

Listed = Annotated[list[T], Field(fail_fast=True)]
"""Stops at its first bad item: a body of a million wrong ones costs no more than one."""
Filled = Annotated[list[T], Field(fail_fast=True, min_length=1)]
Penalty = Annotated[float, Field(ge=-2, le=2)]
Temperature = Annotated[float, Field(ge=0, le=2)]
Probability = Annotated[float, Field(ge=0, le=1)]
Tokens = Annotated[int, Field(ge=0)]
Choices = Annotated[int, Field(ge=1, le=128)]
Seed = Annotated[int, Field(ge=-(2**63), le=2**63 - 1)]
Bias = Annotated[int, Field(ge=-100, le=100)]
Stop = str | Annotated[list[str], Field(fail_fast=True, max_length=4)]
Text = Annotated[str, Field(min_length=1)]
Object = dict[str, Any]


class StreamOptions(BaseModel):
    """Only with `stream`."""

    model_config = SHARED

    include_usage: bool | None = None
    include_obfuscation: bool | None = None


class RequestModel(BaseModel):
    """A request body. Fields are validated in order, so the order is that of the errors.

    Bodies are read as its subclasses; those that are whole say `defer_build=False`.
    """

    model_config = SHARED

    form: ClassVar[bool] = False
    """It comes as multipart/form-data, not as JSON."""
    json_too: ClassVar[bool] = False
    """A form that may come as JSON as well."""
    blank: ClassVar[bool] = False
    """No body at all is as good as {}."""
    wording: ClassVar[Literal["openai", "anthropic", "fastapi"]] = "openai"
    """Whose words say what is wrong with it. Those of the others are pydantic's own."""
    closed: ClassVar[bool] = False
    """Parameters that it does not have are refused, whoever asks for them."""
    accepted: ClassVar[frozenset[str]] = frozenset()
    """Parameters that are known and not looked at."""
    known: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        cls.known = cls.accepted | ENGINE_PARAMETERS | cls.model_fields.keys()

    @property
    def repeatable(self) -> bool:
        """Does the same request ask for the same answer again?"""
        return False

    @classmethod
    def unknown(cls, body: dict[str, Any]) -> str | None:
        """The first parameter of `body` that no API of this family has."""
        if body.keys() <= cls.known:
            return None
        return next(name for name in body if name not in cls.known)


class ModelRequest(RequestModel):
    """A request to a model."""

    model: Text
    user: str | None = None


class SamplingRequest(ModelRequest):
    """What chat and legacy completions have in common."""

    n: Choices | None = None
    seed: Seed | None = None
    stop: Stop | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    temperature: Temperature | None = None
    top_p: Probability | None = None
    max_tokens: Tokens | None = None
    min_tokens: Tokens | None = None
    """Of vLLM and NIM: no end before so many tokens."""
    ignore_eos: bool | None = None
    """Of vLLM and NIM: no end before the limit."""
    frequency_penalty: Penalty | None = None
    presence_penalty: Penalty | None = None
    logit_bias: dict[str, Bias] | None = None
    cache_salt: Text | None = None
    """Of vLLM and NIM: prompts of another salt share no cache with this one."""

    @property
    def stops(self) -> tuple[str, ...]:
        """The stop sequences; empty ones stop nothing."""
        stop = self.stop or ()
        return tuple(text for text in ((stop,) if isinstance(stop, str) else stop) if text)

    @property
    def repeatable(self) -> bool:
        return self.seed is not None or self.temperature == 0
