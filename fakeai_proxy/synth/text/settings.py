"""The section [text]."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from fakeai_proxy.core.hosts import upstream_url
from fakeai_proxy.core.lazy import load

GeneratorName = Literal["prose", "echo", "templates", "markdown", "upstream"]


def checked(path: str) -> AfterValidator:
    """By the function at `path` in this room, which is imported where there is something to check."""
    return AfterValidator(lambda given: load(__package__, path)(given))


class TextSettings(BaseModel):
    """What answers say, and how much."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    generator: GeneratorName = Field(default="prose", description="What writes the text of answers.")
    templates: tuple[Annotated[str, checked("templates.template")], ...] = Field(
        default=(),
        description="Texts for the generator templates, with places like {prompt} and {sentence}.",
        examples=[["You asked: {prompt} {sentence}"]],
    )
    upstream: Annotated[str, AfterValidator(upstream_url)] | None = Field(
        default=None,
        description="Base URL of the real model that the generator upstream asks, with its /v1.",
        examples=["http://127.0.0.1:11434/v1"],
    )
    upstream_model: str | None = Field(
        default=None,
        description="The model asked there; unset: the one that the request names.",
        examples=["llama3.2"],
    )
    upstream_key: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z_][A-Za-z0-9_]*$",
        description="Name of the environment variable that holds the API key for it.",
        examples=["UPSTREAM_API_KEY"],
    )
    upstream_seconds: float = Field(
        default=60.0, gt=0, le=3600, description="Seconds after which it is given up (502)."
    )
    models: Mapping[str, GeneratorName] = Field(
        default={},
        description="Other generators for some models: the first pattern that fits the id decides.",
        examples=[{"gpt-4o*": "markdown"}],
    )
    lengths: Mapping[str, Annotated[Any, checked("lengths.length")]] = Field(
        default={},
        description="Tokens of answers without a limit, by pattern of the model: the mean of a log-normal "
        "distribution, or { mean, sigma }; 56 and 0.5 for others.",
        examples=[{"gpt-4o*": {"mean": 200, "sigma": 0.6}}],
    )
    fixtures: tuple[Annotated[Any, checked("fixture.fixture")], ...] = Field(
        default=(),
        description="Scripted answers: the first that fits a request answers it, in place of the generator.",
        examples=[{"contains": "weather", "answer": "Sunny."}],
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for name in ("templates", "upstream"):
            if name in self.chosen and not getattr(self, name):
                raise ValueError(f"the generator {name} needs text.{name}")
        return self

    @property
    def chosen(self) -> frozenset[str]:
        """Names of the generators that may be asked."""
        named = (one.generator for fixture in self.fixtures for one in fixture.script if one.generator)
        return frozenset((self.generator, *self.models.values(), *named))

    @property
    def asks(self) -> bool:
        """Something else is wanted than prose as long as ever."""
        return self.generator != "prose" or bool(self.models or self.lengths or self.fixtures)
