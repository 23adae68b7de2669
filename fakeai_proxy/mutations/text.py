"""Other words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.payload.edit import Edit, Place

from .answer import AnswerMutation
from .match import model_of

FIELDS = ("text", "model", "path", "scope", "ordinal")


def regular(text: str) -> str:
    try:
        re.compile(text)
    except re.error as why:
        raise ValueError(f"'{text}' is not a regular expression ({why})") from None
    return text


class Text(AnswerMutation):
    r"""The text is other text: what a regular expression finds is replaced, or all of it by a template.

    - `{type: text, pattern: "(\\d+) EUR", replace: "\\1 USD"}`; in a stream as much is held as `window` says,
      so that a match may lie across events, and all else keeps its time
    - `{type: text, template: "As {model} I say: {text}"}`: of what was asked `{model}`, `{path}`, `{scope}`
      and `{ordinal}` (how often it was asked before); of the answer `{text}`, once at most

    Reasoning and tool calls stay; the usage counts what is said.
    """

    example: ClassVar[Mapping[str, Any]] = {"pattern": "(?i)berlin", "replace": "Paris"}

    type: Literal["text"] = "text"
    pattern: Annotated[str, AfterValidator(regular)] | None = Field(
        default=None,
        min_length=1,
        max_length=10_000,
        description="The regular expression, as Python has them.",
    )
    replace: str = Field(default="", description=r"What stands in place of a match; \1 is its first group.")
    window: int = Field(
        default=64, ge=1, le=100_000, description="Characters of the longest match, and of what it looks at."
    )
    template: str | None = Field(default=None, min_length=1, description="The whole text.")

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.pattern is None) == (self.template is None):
            raise ValueError("exactly one of pattern and template is needed")
        if self.pattern is not None:
            replaceable(self.pattern, self.replace)
        else:
            filled(self.template or "", dict.fromkeys(FIELDS, ""))
        return self

    def edit(self, hit: Hit) -> Edit:
        if self.pattern is not None:
            return Replacing(re.compile(self.pattern), self.replace, self.window)
        known = {"path": hit.request.path, "scope": hit.request.scope, "ordinal": str(hit.ordinal)}
        before, told, after = (self.template or "").partition("{text}")
        values = {**known, "model": model_of(hit.request)}
        return Framing(filled(before, values), filled(after, values), keeps=bool(told))


def replaceable(found: str, replacement: str) -> None:
    """Raises ValueError for a replacement with groups that the expression has not."""
    try:
        re.compile(found).sub(replacement, "")
    except (re.error, IndexError) as why:
        raise ValueError(f"replace: {why}") from None


def filled(template: str, values: dict[str, str]) -> str:
    """`template` with `values`. Raises ValueError for a field that is none, or a text that comes twice."""
    if template.count("{text}") > 1:
        raise ValueError("template: {text} may stand there once")

    def value(field: re.Match[str]) -> str:
        if field[1] not in values:
            valid = ", ".join(f"{{{name}}}" for name in FIELDS)
            raise ValueError(f"template: there is no {field[0]}; there are {valid}")
        return values[field[1]]

    return re.sub(r"\{(\w+)\}", value, template)


class Replacing(Edit):
    """Matches of at most `window` characters, wherever the pieces of a text begin and end."""

    def __init__(self, found: re.Pattern[str], replacement: str, window: int) -> None:
        self._found, self._replacement, self._window = found, replacement, window
        self._held: dict[Place, tuple[str, int]] = {}
        """What matches may still look at, and where in it begins what was not said yet."""

    def text(self, place: Place, piece: str) -> str:
        held, begin = self._held.get(place, ("", 0))
        return self._said(place, held + piece, begin, len(held + piece) - self._window)

    def rest(self, place: Place) -> Iterable[str]:
        held, begin = self._held.pop(place, ("", 0))
        yield self._said(place, held, begin, len(held) + 1)
        self._held.pop(place, None)

    def _said(self, place: Place, text: str, begin: int, end: int) -> str:
        """`text` from `begin` on, as far as matches that begin before `end` are sure."""
        said = []
        for match in self._found.finditer(text, begin):
            if match.start() >= end:
                break
            if not match[0]:
                continue  # the next piece would find it again
            said += [text[begin : match.start()], match.expand(self._replacement)]
            begin = match.end()
        if begin < end:
            said.append(text[begin:end])
            begin = min(end, len(text))
        cut = max(0, begin - self._window)
        self._held[place] = text[cut:], begin - cut
        return "".join(said)


class Framing(Edit):
    """Something before and after each text, or in its place."""

    def __init__(self, before: str, after: str, *, keeps: bool) -> None:
        self._before, self._after, self._keeps = before, after, keeps
        self._begun: set[Place] = set()

    def text(self, place: Place, piece: str) -> str:
        before = "" if place in self._begun else self._before
        self._begun.add(place)
        return before + piece if self._keeps else before

    def rest(self, place: Place) -> Iterable[str]:
        return [self._after] if place in self._begun else []
