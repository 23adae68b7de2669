"""Answers that should be JSON, and are not, or hold something wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from pydantic import Field, field_validator
from pydantic_core import from_json

from fakeai_proxy.faults.base import Hit

from .edit import Block, Call, Edit, Place, cut
from .fault import PayloadFault
from .wrong import Pointer, falsified, leaves, one_mistyped


class JsonAnswer(PayloadFault):
    """An answer in JSON is broken in a way that models break it.

    fences           in a code block of Markdown
    prose            after a sentence
    trailing_comma   with a comma after the last member
    schema           JSON still, and one member has another type

    A text that does not begin as a JSON object or array does passes as it is. With `trailing_comma` and
    `schema` a streamed text is held until it is complete.
    """

    type: Literal["payload.json"] = "payload.json"
    mode: Literal["fences", "prose", "trailing_comma", "schema"] = Field(
        default="fences", description="How it is broken."
    )

    def edit(self, hit: Hit) -> Edit:
        if self.mode in AROUND:
            return Wrapping(*AROUND[self.mode])
        return Rewriting(BREAKING[self.mode], hit.rng)


AROUND: Mapping[str, tuple[str, str]] = {
    "fences": ("```json\n", "\n```"),
    "prose": ("Sure! Here is the JSON object that was asked for:\n\n", ""),
}


def begins_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


class Wrapping(Edit):
    """Something before and after each JSON text."""

    def __init__(self, before: str, after: str) -> None:
        self._before, self._after = before, after
        self._json: dict[Place, bool] = {}

    def text(self, place: Place, piece: str) -> str:
        if place in self._json or not piece.strip():
            return piece
        self._json[place] = begins_json(piece)
        return self._before + piece if self._json[place] else piece

    def rest(self, place: Place) -> Iterable[str]:
        return [self._after] if self._json.get(place) else []


Rewrite = Callable[[str, np.random.Generator], str]


class Rewriting(Edit):
    """Each JSON text in other words, once it is complete."""

    def __init__(self, rewrite: Rewrite, rng: np.random.Generator) -> None:
        self._rewrite, self._rng = rewrite, rng
        self._held: dict[Place, list[str]] = {}
        self._plain: set[Place] = set()

    def text(self, place: Place, piece: str) -> str:
        if place not in self._held:
            if place in self._plain or not piece.strip():
                return piece
            if not begins_json(piece):
                self._plain.add(place)
                return piece
        self._held.setdefault(place, []).append(piece)
        return ""

    def rest(self, place: Place) -> Iterable[str]:
        held = self._held.pop(place, [])
        return cut(self._rewrite("".join(held), self._rng), len(held))


def with_trailing_comma(text: str, rng: np.random.Generator) -> str:
    end = max(text.rfind("}"), text.rfind("]"))
    return text if end <= 1 else f"{text[:end].rstrip()},{text[end:]}"


def off_schema(text: str, rng: np.random.Generator) -> str:
    try:
        return json.dumps(one_mistyped(from_json(text), rng), ensure_ascii=False)
    except ValueError:
        return text


BREAKING: Mapping[str, Rewrite] = {"trailing_comma": with_trailing_comma, "schema": off_schema}


class Value(PayloadFault):
    """One value in a JSON answer, or in the arguments of a tool call, is false and looks right.

    A number is somewhat off, a date or a code has another last digit, a name is another name. Which one is
    drawn where no path tells. Texts that are no JSON, or have nothing at the path, pass as they are. In a
    stream a JSON text, and every call, is held until it is complete.
    """

    type: Literal["payload.value"] = "payload.value"
    path: str | None = Field(
        default=None, max_length=1_000, description="JSON pointer to the value, such as /items/0/price."
    )
    value: str | int | float | bool | None = Field(
        default=None, description="What stands there instead; by default something near."
    )

    @field_validator("path")
    @classmethod
    def _pointer(cls, path: str | None) -> str | None:
        if path is not None and not path.startswith("/"):
            raise ValueError("path must be a JSON pointer and begin with /")
        return path

    def edit(self, hit: Hit) -> Edit:
        return Falsifying(self, hit.rng)


class Falsifying(Rewriting):
    closes = True

    def __init__(self, fault: Value, rng: np.random.Generator) -> None:
        super().__init__(self._falsified, rng)
        self._fault = fault

    def closing(self, choice: int, calls: Sequence[Call]) -> Sequence[Block]:
        return [replace(call, arguments=self._falsified(call.arguments, self._rng)) for call in calls]

    def _falsified(self, text: str, rng: np.random.Generator) -> str:
        try:
            value = from_json(text)
        except ValueError:
            return text
        there = dict(leaves(value))
        at = pointer_of(self._fault.path, value) if self._fault.path else drawn(list(there), rng)
        if at not in there:
            return text
        false = falsified(there[at], rng) if self._fault.value is None else self._fault.value
        return json.dumps(replaced(value, at, false), ensure_ascii=False)


def drawn(pointers: Sequence[Pointer], rng: np.random.Generator) -> Pointer:
    """One of `pointers`; the empty one where there are none."""
    return pointers[int(rng.integers(len(pointers)))] if pointers else ()


def pointer_of(path: str, value: Any) -> Pointer:
    """A JSON pointer (RFC 6901) as names and, where `value` has a list, indices."""
    steps: list[str | int] = []
    for name in path[1:].split("/"):
        step: str | int = name.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list) and name.isdecimal():
            step = int(name)
            value = value[step] if step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
        steps.append(step)
    return tuple(steps)


def replaced(value: Any, at: Pointer, by: Any) -> Any:
    """`value` with `by` at a place that it has."""
    if not at:
        return by
    changed = value.copy()
    changed[at[0]] = replaced(value[at[0]], at[1:], by)
    return changed
