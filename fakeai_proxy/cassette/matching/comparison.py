"""What differs between two requests, by JSON pointer, and how much of them that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from json import JSONEncoder
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from fakeai_proxy.cassette.canonical import Canonical

from .form import Form
from .llm import field_name
from .walk import escaped

encode = JSONEncoder(ensure_ascii=False, sort_keys=True).encode

FIXED = 4
"""What a value counts that is no prose, in words."""
ROUTE = 16
"""What method, path, query and the kind of body count each."""


class Change(NamedTuple):
    """What stands at one pointer, as JSON; None where there is nothing."""

    pointer: str
    recorded: str | None
    asked: str | None
    cost: float
    """In words."""


class Comparison(NamedTuple):
    """In the order of the request that was asked; of items that moved, those that keep their order stay."""

    changes: tuple[Change, ...]
    score: float
    """Share of the longer one that is the same, 0 to 1: prose by its words, other values as FIXED of them."""


def compare(recorded: Form, asked: Form) -> Comparison:
    """Both of one profile. Pointers are those of `asked`; of what only `recorded` has, its own."""
    one, other = value_of(recorded), value_of(asked)
    one, other = _beside(one, other), _beside(other, one)
    elsewhere = (*_route(recorded, asked),)
    changes = (*elsewhere, *_changes("", one, other))
    total = max(weight(one), weight(other)) + sum(change.cost for change in elsewhere)
    cost = sum(change.cost for change in changes)
    return Comparison(changes, round(max(1 - cost / total, 0.0), 4) if cost else 1.0)


def value_of(form: Form) -> Any:
    """The body as JSON, with the parts of a form by name; None where there is none."""
    match form.of.form:
        case "json":
            return form.value
        case "multipart":
            lines = form.body.split(b"\n")
            return _gathered((field_name(line).decode("utf-8", "replace"), line.decode()) for line in lines)
        case "form":
            return _gathered(iter(parse_qsl(form.body.decode("utf-8", "replace"), keep_blank_values=True)))
        case _:
            return None


def weight(value: Any) -> float:
    """How much there is to say, in words."""
    if isinstance(value, dict):
        return sum(map(weight, value.values()))
    if isinstance(value, list):
        return sum(map(weight, value))
    return max(value.count(" ") + 1, FIXED) if isinstance(value, str) else FIXED


def _beside(value: Any, other: Any) -> Any:
    """Nothing as an empty object, where the other is an object."""
    return {} if value is None and isinstance(other, dict) else value


def _gathered(pairs: Iterator[tuple[str, str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, text in pairs:
        found.setdefault(name, []).append(text)
    return {name: texts[0] if len(texts) == 1 else texts for name, texts in found.items()}


def _route(recorded: Form, asked: Form) -> Iterator[Change]:
    one, other = recorded.of, asked.of
    pairs = [
        ("method", one.method, other.method),
        ("path", one.path, other.path),
        ("query", one.query, other.query),
    ]
    if one.form != other.form or one.form == "bytes":
        pairs.append(("body", _opaque(one), _opaque(other)))
    for name, before, after in pairs:
        if before != after:
            yield Change(name, before or None, after or None, ROUTE)
    for name, had, has in zip(
        ("/stream", "/stream_options/include_usage"), recorded.delivery, asked.delivery, strict=True
    ):
        if had != has:
            yield Change(name, encode(had), encode(has), FIXED)


def _opaque(one: Canonical) -> str:
    return f"{one.form} {one.body[:12].decode('utf-8', 'replace')}"


def _changes(pointer: str, recorded: Any, asked: Any) -> Iterator[Change]:
    if isinstance(recorded, dict) and isinstance(asked, dict):
        for name in {**asked, **recorded}:
            yield from _member(f"{pointer}/{escaped(name)}", name, recorded, asked)
    elif isinstance(recorded, list) and isinstance(asked, list):
        yield from _items(pointer, recorded, asked)
    elif encode(recorded) != encode(asked):
        yield Change(pointer, encode(recorded), encode(asked), _cost(recorded, asked))


def _member(pointer: str, name: str, recorded: dict[str, Any], asked: dict[str, Any]) -> Iterator[Change]:
    if name not in recorded:
        yield _only_asked(pointer, asked[name])
    elif name not in asked:
        yield _only_recorded(pointer, recorded[name])
    else:
        yield from _changes(pointer, recorded[name], asked[name])


def _items(pointer: str, recorded: list[Any], asked: list[Any]) -> Iterator[Change]:
    """What was put in or left out is found as such, and does not make all that follows differ."""
    one, other = (list(map(encode, items)) for items in (recorded, asked))
    for _, start, end, at, until in _blocks(one, other):
        both = min(end - start, until - at)
        for step in range(both):
            yield from _changes(f"{pointer}/{at + step}", recorded[start + step], asked[at + step])
        for index in range(at + both, until):
            yield _only_asked(f"{pointer}/{index}", asked[index])
        for index in range(start + both, end):
            yield _only_recorded(f"{pointer}/{index}", recorded[index])


def _blocks(one: list[str], other: list[str]) -> list[tuple[str, int, int, int, int]]:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return [block for block in matcher.get_opcodes() if block[0] != "equal"]


def _only_asked(pointer: str, value: Any) -> Change:
    return Change(pointer, None, encode(value), weight(value))


def _only_recorded(pointer: str, value: Any) -> Change:
    return Change(pointer, encode(value), None, weight(value))


def _cost(recorded: Any, asked: Any) -> float:
    if isinstance(recorded, str) and isinstance(asked, str):
        one, other = recorded.split(" "), asked.split(" ")
        if len(one) > 1 or len(other) > 1:
            common = (Counter(one) & Counter(other)).total()
            return max(len(one), len(other)) - common or 1
    return max(weight(recorded), weight(asked))
