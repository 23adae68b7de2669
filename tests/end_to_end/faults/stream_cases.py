"""Faults of a reply under way: what they make of the events of a stream, and how it ends."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .asks import ASKS, Ask
from .captured import Ended
from .clients import Http
from .conftest import Source

Events = list[bytes]
CUT: Mapping[Http, Ended] = {"1.1": Ended("eof"), "2": Ended("stream", 2)}
RESET: Mapping[Http, Ended] = {"1.1": Ended("reset"), "2": Ended("reset")}
STALLED: Mapping[Http, Ended] = {"1.1": Ended("stalled"), "2": Ended("stalled")}
COMPLETE: Mapping[Http, Ended] = {"1.1": Ended("complete"), "2": Ended("complete")}


@dataclass(frozen=True)
class Case:
    """A fault, and what it makes of the events of a stream."""

    fault: str
    given: Mapping[str, Any]
    expected: Callable[[Events], bytes]
    when: Mapping[str, Any] | None = None
    ask: str = "chat"
    ended: Mapping[Http, Ended] = field(default_factory=lambda: COMPLETE)
    patience: float = 10.0

    def asked(self, source: Source) -> Ask:
        """What is synthesized is the same again by its seed."""
        return ASKS[self.ask].but(seed=7, max_tokens=8) if source == "synthesized" else ASKS[self.ask]


def first(count: int) -> Callable[[Events], bytes]:
    return lambda events: b"".join(events[:count])


def but(*left_out: int) -> Callable[[Events], bytes]:
    return lambda events: b"".join(
        event for at, event in enumerate(events) if at not in {place % len(events) for place in left_out}
    )


def every(edit: Callable[[bytes], bytes]) -> Callable[[Events], bytes]:
    return lambda events: b"".join(map(edit, events))


def only(at: int, edit: Callable[[bytes], bytes]) -> Callable[[Events], bytes]:
    return lambda events: b"".join(
        edit(event) if place == at else event for place, event in enumerate(events)
    )


def put(at: int, event: bytes) -> Callable[[Events], bytes]:
    return lambda events: b"".join([*events[:at], event, *events[at:]])


def swapped(events: Events) -> bytes:
    return b"".join([events[0], events[2], events[1], *events[3:]])


def doubled(events: Events) -> bytes:
    return b"".join(event * 2 for event in events)


def told(event: bytes, change: Callable[[Any], Any]) -> bytes:
    """`event` with its JSON changed."""
    head, data, value = event.partition(b"data: ")
    if not value.startswith(b"{"):
        return event
    changed = change(json.loads(value))
    return head + data + json.dumps(changed, ensure_ascii=False, separators=(",", ":")).encode() + b"\n\n"


def no_id(value: Any) -> Any:
    for call in value["choices"][0]["delta"].get("tool_calls", ()):
        call.pop("id", None)
    return value


def half(event: bytes) -> bytes:
    data = event.removeprefix(b"data: ").rstrip()
    return b"data: " + data[: len(data) // 2] + b"\n\n"


NO_MORE = {"after_events": 2}
NOTHING = b"data: \n\n"
CASES = {
    "cut after events": Case("stream.cut", {}, first(3), ended=CUT),
    "cut inside of an event": Case(
        "stream.cut", {}, lambda events: b"".join(events)[:333], {"after_bytes": 333}, ended=CUT
    ),
    "all bytes but no end": Case("stream.cut", {}, first(99), {"at": "end"}, ended=CUT),
    "nothing but the head": Case("stream.cut", {}, first(0), {"at": "headers"}, ended=CUT),
    "reset after events": Case("stream.reset", {}, first(2), NO_MORE, ended=RESET),
    "reset, Anthropic": Case("stream.reset", {}, first(2), NO_MORE, "message", ended=RESET),
    "clean end after tokens": Case("stream.end", {}, first(4), {"after_tokens": 3}),
    "clean end without [DONE]": Case("stream.end", {}, but(-1), {"at": "done"}),
    "clean end without finish reason": Case("stream.end", {}, but(-1, -2), {"at": "finish"}),
    "clean end without message_stop": Case("stream.end", {}, but(-1), {"at": "done"}, "message"),
    "clean end without response.completed": Case("stream.end", {}, but(-1), {"at": "done"}, "response"),
    "clean end in a tool call": Case("stream.end", {}, first(2), {"at": "tool_call"}, "message-tools"),
    "stall for ever": Case("stream.stall", {}, first(3), ended=STALLED, patience=0.6),
    "stall and a burst": Case("stream.stall", {"seconds": 0.005}, first(99)),
    "stall and later": Case("stream.stall", {"seconds": 0.005, "resume": "late"}, first(99)),
    "stall after [DONE]": Case("stream.stall", {}, first(99), {"at": "end"}, ended=STALLED, patience=0.6),
    "stall with comments": Case(
        "stream.stall",
        {"seconds": 0.005, "alive": "comments", "every": 0.002},
        put(2, b": keep-alive\n\n" * 2),
        NO_MORE,
    ),
    "stall with pings": Case(
        "stream.stall",
        {"seconds": 0.003, "alive": "pings", "every": 0.002},
        put(2, b'event: ping\ndata: {"type": "ping"}\n\n'),
        NO_MORE,
        "message",
    ),
    "finish reason left out": Case("stream.drop", {"kind": "finish"}, but(-2)),
    "usage left out": Case("stream.drop", {"kind": "usage"}, but(-2), ask="usage"),
    "a token left out": Case("stream.drop", {"count": 1}, but(3), {"after_events": 3}),
    "every event twice": Case("stream.duplicate", {}, doubled),
    "two events in reverse order": Case("stream.reorder", {"count": 2}, swapped),
    "an event after [DONE]": Case(
        "stream.insert",
        {"what": "custom", "data": "{}"},
        lambda events: b"".join(events) + b"data: {}\n\n",
        {"at": "end"},
    ),
    "an event nobody knows": Case(
        "stream.insert",
        {"what": "custom", "name": "news", "data": "{}"},
        put(1, b"event: news\ndata: {}\n\n"),
    ),
    "half of an event": Case("stream.malformed", {}, only(3, half)),
    "an event that is no JSON": Case(
        "stream.malformed",
        {"damage": "text"},
        only(3, lambda event: b"data: upstream connect error or disconnect/reset before headers\n\n"),
    ),
    "an event without data": Case("stream.malformed", {"damage": "empty"}, only(3, lambda event: NOTHING)),
    "a byte that is no UTF-8": Case(
        "stream.malformed",
        {"damage": "utf8", "kind": "output"},
        only(3, lambda event: re.sub(rb'("content": ?")', b"\\1\xff", event, count=1)),
    ),
    "events without names": Case(
        "stream.names", {}, every(lambda event: event.partition(b"\n")[2]), ask="message"
    ),
    "events with another name": Case(
        "stream.names",
        {"to": "x"},
        every(lambda event: b"event: x\n" + event.partition(b"\n")[2]),
        ask="response",
    ),
    "a field nobody knows": Case(
        "stream.unknown",
        {},
        every(lambda event: told(event, lambda value: {**value, "x_unknown": {"nested": [1, None]}})),
    ),
    "another model from the middle on": Case(
        "stream.identity",
        {"field": "model", "to": "other"},
        lambda events: b"".join(
            told(event, lambda value: {**value, "model": "other"}) if at > 2 else event
            for at, event in enumerate(events)
        ),
    ),
    "a byte order mark": Case(
        "stream.format", {"style": "bom"}, lambda events: b"\xef\xbb\xbf" + b"".join(events)
    ),
    "lines that end in CR LF": Case(
        "stream.format", {"style": "crlf"}, every(lambda event: event.replace(b"\n", b"\r\n"))
    ),
    "lines that end in CR": Case(
        "stream.format", {"style": "cr"}, every(lambda event: event.replace(b"\n", b"\r"))
    ),
    "no blank after the colon": Case(
        "stream.format", {"style": "no_space"}, every(lambda event: event.replace(b"data: ", b"data:"))
    ),
    "the last event lacks its blank line": Case(
        "stream.format", {"style": "unterminated"}, lambda events: b"".join(events)[:-1]
    ),
    "everything in one write": Case("stream.coalesce", {}, first(99)),
    "one byte a write": Case("stream.bytewise", {"limit": 300}, first(99)),
    "an error in the middle, chat": Case(
        "stream.error",
        {"message": "Out of tea."},
        lambda events: (
            b"".join(events[:3])
            + b'data: {"error":{"message":"Out of tea.","type":"server_error","param":null,"code":null}}\n\n'
        ),
    ),
    "an error in the middle, Anthropic": Case(
        "stream.error",
        {"error": "overloaded"},
        lambda events: (
            b"".join(events[:3]) + b'event: error\ndata: {"type":"error","error":{"details":null,'
            b'"type":"overloaded_error","message":"Overloaded"}}\n\n'
        ),
        ask="message",
    ),
    "an error in the middle, Responses": Case(
        "stream.error",
        {"message": "Out of tea."},
        lambda events: (
            b"".join(events[:3]) + b'event: error\ndata: {"type":"error","code":"server_error",'
            b'"message":"Out of tea.","param":null,"sequence_number":3}\n\n'
        ),
        ask="response",
    ),
    "tool calls without ids": Case(
        "stream.tool_calls",
        {},
        lambda events: b"".join(told(event, no_id) if at == 1 else event for at, event in enumerate(events)),
        ask="tools",
    ),
}
