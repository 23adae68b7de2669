"""Which tools a model calls, and with what.

auto        those that the last words of the user fit, each once for each name they speak of; results are
            answered in words
required    the one that fits best among those not called yet, so that a loop of calls ends
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np

from .facts import NUMBER, Facts, speaks_of, telling
from .prose import sentences
from .schema import instance

Choice = Literal["auto", "required"]
FITS = 2
"""Points that a tool needs to be called unasked, see `fit`."""
MOST = 8
"""Calls at once."""


@dataclass(frozen=True, slots=True)
class Tool:
    """What may be called."""

    name: str
    description: str = ""
    parameters: Any = None
    """A JSON Schema; None: there are none."""
    custom: bool = False
    """It takes a text, and no JSON."""


@dataclass(frozen=True, slots=True)
class Call:
    """What is called."""

    tool: Tool
    text: str
    """Its arguments as JSON, or its input."""


def calls(
    tools: Sequence[Tool],
    asked: str,
    rng: np.random.Generator,
    *,
    choice: Choice,
    called: Collection[str] = (),
    parallel: bool = True,
) -> tuple[Call, ...]:
    """The calls that a request `asked` so leads to; none where nothing fits and none is required.

    `called`: names of tools called since. Raises `schema.Unsatisfiable` where no arguments are valid.
    """
    facts = Facts(asked)
    ranked = sorted(tools, key=lambda tool: (tool.name in called, -fit(tool, asked)))
    chosen = ranked[:1] if choice == "required" else [one for one in ranked if fit(one, asked) >= FITS]
    if parallel:
        chosen = [tool for tool in chosen for _ in range(times(tool, facts))]
    return tuple(made(tool, facts, rng) for tool in chosen[: MOST if parallel else 1])


def made(tool: Tool, facts: Facts, rng: np.random.Generator) -> Call:
    """A call of `tool`, with what is known of it."""
    if tool.custom:
        return Call(tool, facts.text or "".join(next(sentences(rng, 1))).strip())
    if not tool.parameters:
        return Call(tool, "{}")
    value = instance({"type": "object", **tool.parameters}, rng, facts.known)
    return Call(tool, json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def fit(tool: Tool, asked: str) -> int:
    """How well `tool` serves who `asked` so.

    Two points for each word of its name that was said, one for each of its description, and one each for a
    choice of its parameters and for as many numbers as it takes.
    """
    words = {stem(word) for word in re.findall(r"[a-z]+", asked.lower())} - idle()
    name = {stem(word) for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", tool.name)} - idle()
    told = {stem(word) for word in re.findall(r"[a-z]+", tool.description.lower())} - idle() - name
    return 2 * len(words & name) + len(words & told) + filled(tool, words, asked)


@cache
def idle() -> frozenset[str]:
    """Stems that say nothing of what a tool is for."""
    return frozenset(map(stem, telling()["idle"]))


def filled(tool: Tool, words: Collection[str], asked: str) -> int:
    fields = [field for field in fields_of(tool).values() if isinstance(field, dict)]
    choices = {stem(one) for field in fields for one in field.get("enum", ()) if isinstance(one, str)}
    numbers = sum(field.get("type") in ("number", "integer") for field in fields)
    return bool(choices & {*words}) + (1 < numbers <= len(NUMBER.findall(asked)))


def times(tool: Tool, facts: Facts) -> int:
    """As often as names are spoken of, where it is asked for one place."""
    places = [field for name, field in fields_of(tool).items() if speaks_of("places", name)]
    one = len(places) == 1 and isinstance(places[0], dict) and places[0].get("type") == "string"
    return max(len(facts.names()), 1) if one else 1


def fields_of(tool: Tool) -> dict[str, Any]:
    """Schemas of its parameters, by name."""
    fields = (tool.parameters or {}).get("properties") if not tool.custom else None
    return fields if isinstance(fields, dict) else {}


def stem(word: str) -> str:
    """`weathers`, `forecasting` and `searched` are what they are forms of, near enough."""
    return re.sub(r"(?<=\w{3})(ing|ed|es|s|e)$", "", word.lower())
