"""A reply as lines and back: its head, and its body, its events or the messages of its WebSocket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from fakeai_proxy.cassette.recording import Answered, Early, Message

from . import body, events, messages, timing
from .body import Fetch, Keep, Line
from .volatile import Given, Taken, give, give_headers, take, take_headers

NOTHING = Given({})


class Told(NamedTuple):
    """What the lines of a reply leave to the line of its times, and to that of the request."""

    events: Sequence[bytes]
    spoken: Sequence[bytes] | None
    """What each message of a WebSocket says; the body of the request is told by them, too."""


def parts(reply: Answered, asked: bytes) -> Told:
    """`asked`: the body of the request, which holds what the client of a WebSocket said."""
    said = messages.contents(messages.Spoken(asked, reply.body, reply.messages)) if reply.messages else None
    split = events.split(reply.body, reply.kind) if said is None and reply.kind in events.SPLIT else []
    return Told(split, said)


def tell(reply: Answered, told: Told, taken: Mapping[str, Taken], keep: Keep) -> Iterator[Line]:
    """What is volatile goes to `taken`: of `headers`, `trailers`, `early` and `body`."""
    trailers = {"trailers": take_headers(reply.trailers, taken["trailers"])} if reply.trailers else {}
    early = [[one.status, take_headers(one.headers, taken["early"])] for one in reply.early]
    yield {
        "reply": reply.status,
        "kind": reply.kind,
        "end": reply.end,
        "headers": take_headers(reply.headers, taken["headers"]),
        **trailers,
        **({"early": early} if early else {}),
    }
    change = partial(take, taken=taken["body"])
    if told.spoken is not None:
        yield from messages.tell(reply.messages, told.spoken, keep, change)
    elif told.events:
        yield from events.tell(told.events, reply.kind, keep, change)
    else:
        yield from body.tell(reply.body, keep, change)


def tell_times(reply: Answered, told: Told) -> Line:
    """Of the head, the end, and what came between."""
    early = {"early_ns": [one.ns for one in reply.early]} if reply.early else {}
    times = {"head_ns": reply.head_ns, "end_ns": reply.end_ns, **early}
    if told.spoken is not None:
        return times | {"messages_ns": [one.ns for one in reply.messages]}
    apart = {"messages": reply.messages} if reply.messages else {}
    return times | timing.tell(reply.slices, told.events) | apart


def read(
    lines: Sequence[Line], times: Line, given: Mapping[str, Given], fetch: Fetch
) -> tuple[Answered, bytes]:
    """The reply, and what the client of a WebSocket said. Raises ValueError and KeyError."""
    head, *rest = lines
    content, pieces = _content(rest, times, given.get("body", NOTHING), fetch)
    reply = Answered(
        kind=str(head["kind"]),
        status=int(head["reply"]),
        headers=give_headers(head["headers"], given.get("headers", NOTHING)),
        head_ns=int(times["head_ns"]),
        end_ns=int(times["end_ns"]),
        end=str(head["end"]),
        body=content.server,
        slices=timing.read(times, pieces, len(content.server)),
        trailers=give_headers(head.get("trailers", ()), given.get("trailers", NOTHING)),
        early=tuple(_early(head, times, given.get("early", NOTHING))),
        messages=content.messages,
    )
    return reply, content.client


def _content(
    lines: Sequence[Line], times: Line, given: Given, fetch: Fetch
) -> tuple[messages.Spoken, list[bytes]]:
    change = partial(give, given=given)
    if lines and "messages" in lines[0]:
        return messages.read(lines, [int(ns) for ns in times["messages_ns"]], fetch, change), []
    pieces = events.read(lines, fetch, change) if lines and "events" in lines[0] else []
    content = b"".join(pieces) if pieces else body.read(lines, fetch, change)
    return messages.Spoken(b"", content, tuple(_apart(times))), pieces


def _apart(times: Line) -> Iterator[Message]:
    for ns, sender, binary, start, size in times.get("messages", ()):
        yield Message(int(ns), sender, bool(binary), int(start), int(size))


def _early(head: Line, times: Line, given: Given) -> Iterator[Early]:
    told = head.get("early", ())
    if len(told) != len(times.get("early_ns", ())):
        raise ValueError(f"'early_ns' of the timing tells of other than {len(told)} heads")
    for (status, headers), ns in zip(told, times.get("early_ns", ()), strict=True):
        yield Early(int(ns), int(status), give_headers(headers, given))
