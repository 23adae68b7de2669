"""Secrets that a stream says bit by bit: `sk-` in one event, the rest in the next.

The texts of the events are put together field by field (and choice by choice), searched, and the events that
carry a part of a secret are written anew: the placeholder in the first of them, the other parts empty.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from pydantic_core import from_json

from .interaction import Kind
from .redact import WINDOW, Redactor
from .redaction.span import Edit

SSE_DATA = re.compile(rb"(?:^|(?<=[\r\n]))(?:data:[^\r\n]*(?:\r\n|\r|\n|\Z))+")
LINE = re.compile(rb"[^\r\n]+")
BLOCKS: dict[Kind, re.Pattern[bytes]] = {"sse": SSE_DATA, "ndjson": LINE}

MEMBER = re.compile(rb'"(\w+)" ?: ?"([^"\\]*(?:\\.[^"\\]*)*)(?:"|\\?\Z)')
"""Its text may break off with the stream."""
INTERLEAVED = re.compile(rb'ndex" ?: ?[1-9]')
HIDING = re.compile(rb"\\u00[2-7]|\\/")
"""JSON escapes behind which a key looks unlike itself."""
NO_JSON = re.compile(rb"data: ?[^{\[\s]")
TRAILING: Literal["trailing-strings"] = "trailing-strings"
IDENTITY = ("type", "item_id", "index", "output_index", "content_index", "summary_index")


@dataclass(slots=True)
class Leaf:
    """A text of event number `event`, inside `holder[name]`."""

    event: int
    holder: Any
    name: Any
    choice: Any
    """The nearest member of `choices` around it."""

    @property
    def text(self) -> str:
        text: str = self.holder[self.name]
        return text


def split_edits(body: bytes, kind: Kind, redactor: Redactor) -> list[Edit]:
    """Changes that take out of a stream the secrets that are texts of its events, whole or split."""
    if kind not in BLOCKS or not (redactor.rules.pointers or _suspect(body, redactor)):
        return []
    blocks = list(BLOCKS[kind].finditer(body))
    events = [[_value(_payload(block[0]))] for block in blocks]
    changed = set[int]()
    for group in _groups(events).values():
        changed.update(_clean(group, redactor))
    changed.update(_without_fields(events, redactor))
    return [Edit(*_extent(blocks[n]), _dump(events[n][0], kind)) for n in sorted(changed)]


def _without_fields(events: list[list[Any]], redactor: Redactor) -> Iterator[int]:
    """The numbers of the events in which the JSON pointers of the rules find something."""
    for number, event in enumerate(events):
        value = redactor.fields(event[0])
        if value is not event[0]:
            event[0] = value
            yield number


def _suspect(body: bytes, redactor: Redactor) -> bool:
    """A cheap look that may be wrong only by saying yes: fields by name, all events together."""
    if any(occurs(pattern, body) for pattern in (INTERLEAVED, HIDING, NO_JSON)):
        return True
    joined: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for lines in _stretches(body):
        for name, text in MEMBER.findall(lines):
            joined[name].append(text)
    varied = (texts for texts in joined.values() if len(set(texts)) > 1)
    return any(redactor.spans(b"".join(texts)) for texts in varied)


def occurs(pattern: re.Pattern[bytes], text: bytes) -> bool:
    """`pattern.search`, WINDOW bytes at a time."""
    return any(pattern.search(text, at, at + WINDOW + 64) for at in range(0, len(text), WINDOW))


def _stretches(body: bytes) -> Iterator[bytes]:
    """Whole lines, about WINDOW bytes at a time."""
    at = 0
    while at < len(body):
        end = body.find(b"\n", at + WINDOW) + 1 or len(body)
        yield body[at:end]
        at = end


def _payload(block: bytes) -> bytes:
    lines = block.splitlines()
    return b"\n".join(line.removeprefix(b"data:").removeprefix(b" ") for line in lines)


def _value(payload: bytes) -> Any:
    """JSON, also of an event that broke off within a text; else the text it is."""
    for partial in (False, TRAILING):
        with suppress(ValueError):
            return from_json(payload, allow_partial=partial)
    return payload.decode("utf-8", "replace")


def _groups(events: list[list[Any]]) -> dict[tuple[Any, ...], list[Leaf]]:
    groups: defaultdict[tuple[Any, ...], list[Leaf]] = defaultdict(list)
    for number, event in enumerate(events):
        head = event[0] if isinstance(event[0], dict) else {}
        identity = tuple(_scalar(head.get(name)) for name in IDENTITY)
        for path, leaf in _leaves(number, event, 0, None):
            groups[identity + path].append(leaf)
    return groups


def _scalar(value: Any) -> Any:
    return value if isinstance(value, str | int) else None


def _leaves(event: int, holder: Any, name: Any, choice: Any) -> Iterator[tuple[tuple[Any, ...], Leaf]]:
    value = holder[name]
    if isinstance(value, str):
        yield (), Leaf(event, holder, name, choice)
    elif isinstance(value, dict):
        for member in value:
            for path, leaf in _leaves(event, value, member, choice):
                yield (member, *path), leaf
    elif isinstance(value, list):
        for position, item in enumerate(value):
            own = item.get("index", position) if isinstance(item, dict) else position
            for path, leaf in _leaves(event, value, position, item if name == "choices" else choice):
                yield (_scalar(own), *path), leaf


def _clean(group: list[Leaf], redactor: Redactor) -> Iterator[int]:
    """The numbers of the events that were changed."""
    texts = [leaf.text.encode("utf-8", "surrogatepass") for leaf in group]
    edits = redactor.edits(b"".join(texts))
    start = 0
    for leaf, text in zip(group, texts, strict=True):
        end = start + len(text)
        mine = [edit for edit in edits if edit.start < end and edit.end > start]
        if mine:
            _rewrite(leaf, text, start, mine)
            yield leaf.event
        start = end


def _rewrite(leaf: Leaf, text: bytes, start: int, edits: list[Edit]) -> None:
    left, parts = 0, list[bytes]()
    for edit in edits:
        parts.append(text[left : max(edit.start - start, 0)])
        parts.append(edit.text if edit.start >= start else b"")
        left = edit.end - start
    parts.append(text[left:])
    leaf.holder[leaf.name] = b"".join(parts).decode("utf-8", "replace")
    if isinstance(leaf.choice, dict) and leaf.choice.get("logprobs"):
        leaf.choice["logprobs"] = None  # its tokens and bytes spell the same text


def _extent(block: re.Match[bytes]) -> tuple[int, int]:
    start, end = block.span()
    return start, end - (len(block[0]) - len(block[0].rstrip(b"\r\n")))


def _dump(value: Any, kind: Kind) -> bytes:
    text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    lines = text.encode("utf-8", "surrogatepass")
    return lines if kind == "ndjson" else b"data: " + lines.replace(b"\n", b"\ndata: ")
