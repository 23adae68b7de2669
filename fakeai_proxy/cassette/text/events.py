"""Streams as lines, one an event; bytes that an event would not print to stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .body import Change, Fetch, Keep, Line, read_bytes, tell_raw
from .styles import STYLES, parsed, printed

SSE = re.compile(rb".+?(?:\r\n\r\n|\n\n|\r\r|\Z)", re.DOTALL)
NDJSON = re.compile(rb"[^\n]*\n|[^\n]+")
SPLIT = {"sse": SSE, "ndjson": NDJSON}
"""What one event is, by the kind of a reply."""
EVENT = re.compile(rb"(?:event:( ?)([^\r\n]*)(\r\n|\n))?data:( ?)([^\r\n]*)(\r\n|\n)(?:\r\n|\n)")


class Form(NamedTuple):
    """How the events of a stream are written."""

    kind: str
    style: str
    """Of their JSON, in STYLES."""
    space: str
    """After the colon."""
    end: str
    """Of a line."""

    def write(self, payload: bytes, name: str | None) -> bytes:
        """One event."""
        if self.kind == "ndjson":
            return payload + b"\n"
        space, end = self.space.encode(), self.end.encode()
        event = b"" if name is None else b"event:" + space + name.encode() + end
        return event + b"data:" + space + payload + end + end


def split(body: bytes, kind: str) -> list[bytes]:
    """The events, which together are `body`."""
    return SPLIT[kind].findall(body)


def tell(events: Sequence[bytes], kind: str, keep: Keep, change: Change) -> Iterator[Line]:
    """How they are written, and each of them."""
    form = _form(events, kind)
    yield {"events": kind, "style": form.style, "space": form.space, "end": form.end}
    for event in events:
        yield _told(event, form, change) or tell_raw(event, keep)


def read(lines: Sequence[Line], fetch: Fetch, change: Change) -> list[bytes]:
    """The events of which `tell` made `lines`. Raises ValueError."""
    if not lines:
        return []
    head, *rest = lines
    form = Form(*(str(head[name]) for name in ("events", "style", "space", "end")))
    return [_event(one, form, fetch, change) for one in rest]


def _event(line: Mapping[str, Any], form: Form, fetch: Fetch, change: Change) -> bytes:
    name = line.get("event")
    if "data" in line:
        return form.write(printed(change(line["data"]), form.style), name)
    if "text" in line:
        return form.write(str(line["text"]).encode(), name)
    return read_bytes(line, fetch)


def _told(event: bytes, form: Form, change: Change) -> Line | None:
    """None where the line would not print to `event`."""
    try:
        name, payload = _parts(event, form.kind)
    except ValueError:
        return None
    if form.write(payload, name) != event:
        return None
    named = {} if name is None else {"event": name}
    try:
        value = parsed(payload)
        if printed(value, form.style) == payload:
            return {**named, "data": change(value)}
    except ValueError:
        pass
    return {**named, "text": payload.decode()}


def _parts(event: bytes, kind: str) -> tuple[str | None, bytes]:
    """Name and payload. Raises ValueError for an event that has more, or is no text."""
    if kind == "ndjson":
        event.decode()
        return None, event.removesuffix(b"\n")
    hit = EVENT.fullmatch(event)
    if not hit:
        raise ValueError("has more than one line of data")
    event.decode()
    return None if hit[2] is None else hit[2].decode(), hit[5]


def _form(events: Sequence[bytes], kind: str) -> Form:
    """By the first event that has the usual form, and the JSON of all."""
    hits = [EVENT.fullmatch(event) for event in events] if kind == "sse" else []
    hit = next(filter(None, hits), None)
    space, end = (hit[4].decode(), hit[6].decode()) if hit else (" ", "\n")
    payloads = (
        [hit[5] for hit in hits if hit] if kind == "sse" else [one.removesuffix(b"\n") for one in events]
    )
    return Form(kind, style_of_most(payloads), space, end)


def style_of_most(payloads: Iterable[bytes]) -> str:
    """The one in which most print; where several do, the most frequent."""
    left = list(STYLES)
    for payload in payloads:
        try:
            value = parsed(payload)
        except ValueError:
            continue
        left = [style for style in left if printed(value, style) == payload] or left
        if len(left) == 1:
            break
    return left[0]
