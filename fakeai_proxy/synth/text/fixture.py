"""A scripted answer, and the requests that it answers, as the settings have them.

[[text.fixtures]]
model = "gpt-4o*"
contains = "weather"
answers = ["Sunny.", { tool_calls = [{ name = "look_up", arguments = { city = "Oslo" } }] }]
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import to_json

from fakeai_proxy.core.errors import ApiError, SettingsError, nearest

from .script import Script, ScriptedCall
from .settings import GeneratorName

FROZEN = ConfigDict(frozen=True, extra="forbid")


class FixtureCall(BaseModel):
    """A call of a tool."""

    model_config = FROZEN

    name: Annotated[str, Field(min_length=1)]
    arguments: dict[str, Any] | str = {}

    @property
    def scripted(self) -> ScriptedCall:
        """It, with its arguments as text."""
        given = self.arguments
        return ScriptedCall(self.name, given if isinstance(given, str) else to_json(given).decode())


class FixtureError(BaseModel):
    """An answer other than 2xx."""

    model_config = FROZEN

    status: Annotated[int, Field(ge=400, le=599)]
    message: str = ""
    type: str | None = None
    code: str | None = None
    param: str | None = None
    retry_after: Annotated[int, Field(ge=0)] | None = None
    """Seconds."""

    @property
    def raised(self) -> ApiError:
        """It, to be raised."""
        return ApiError(
            self.status,
            self.message or phrase(self.status),
            type=self.type,
            code=self.code,
            param=self.param,
            headers=() if self.retry_after is None else (("retry-after", str(self.retry_after)),),
        )


class FixtureAnswer(BaseModel):
    """One answer: a text, a refusal, calls, an error, or another generator that is to answer."""

    model_config = FROZEN

    text: str | None = None
    refusal: str | None = None
    tool_calls: Annotated[tuple[FixtureCall, ...], Field(min_length=1)] | None = None
    error: FixtureError | None = None
    generator: GeneratorName | None = None
    reasoning: str | None = None
    """Before the text or the calls; without it as the model thinks."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        kinds = ("text", "refusal", "tool_calls", "error", "generator")
        if sum(getattr(self, kind) is not None for kind in kinds) != 1:
            raise ValueError(f"an answer has one of {', '.join(kinds)}")
        return self

    @property
    def script(self) -> Script | str:
        """What is answered, or the generator that answers. Raises ApiError where that is the answer."""
        if self.error:
            raise self.error.raised
        if self.generator:
            return self.generator
        calls = tuple(call.scripted for call in self.tool_calls or ())
        text = self.text or self.refusal or ""
        return Script(text, self.reasoning, calls, self.refusal is not None)


def answer_given(given: Any) -> Any:
    """A text alone is an answer."""
    return {"text": given} if isinstance(given, str) else given


Answer = Annotated[FixtureAnswer, BeforeValidator(answer_given)]


class Fixture(BaseModel):
    """What is answered, and to whom: every condition that is set has to fit."""

    model_config = FROZEN

    model: str | None = None
    """A pattern of its id."""
    contains: str | None = None
    """In the last words of the user."""
    matches: re.Pattern[str] | None = None
    """The same, by a regular expression."""
    ordinal: Annotated[int, Field(ge=1)] | None = None
    """Of the requests that all else fits, only this one."""
    answer: Answer | None = None
    answers: Annotated[tuple[Answer, ...], Field(min_length=1)] | None = None
    """One request after the other; the last one is for all that follow."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.answer is None) == (self.answers is None):
            raise ValueError("a fixture has either answer or answers")
        return self

    @property
    def script(self) -> tuple[FixtureAnswer, ...]:
        """Its answers, in their order."""
        return self.answers or ((self.answer,) if self.answer else ())

    def fits(self, model: str, asked: str) -> bool:
        """Is it for a request to `model` in which the user said this last?"""
        return (
            (self.model is None or fnmatchcase(model, self.model))
            and (self.contains is None or self.contains in asked)
            and (self.matches is None or self.matches.search(asked) is not None)
        )


def fixture(given: Any) -> Fixture:
    """The fixture that a table describes. Raises SettingsError."""
    if isinstance(given, Fixture):
        return given
    if not isinstance(given, Mapping):
        raise SettingsError("a fixture is a table of conditions, and answer or answers")
    try:
        return Fixture.model_validate(given)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where, said = [str(part) for part in problem["loc"]], problem["msg"].removeprefix("Value error, ")
        known = nearest(where[-1], Fixture.model_fields) if problem["type"] == "extra_forbidden" else ""
        raise SettingsError(f"{'.'.join(where)}: {said}{known}" if where else said) from None


def phrase(status: int) -> str:
    """What HTTP calls `status`."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"HTTP {status}"
