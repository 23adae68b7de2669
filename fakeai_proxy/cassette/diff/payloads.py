"""The JSON of a reply, each value with the kind of event that it came in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from fakeai_proxy.cassette.recording import Answered
from fakeai_proxy.core.sse import Decoder

DONE = "[DONE]"


class Payload(NamedTuple):
    """One value; whole replies, and events that have no name, have none."""

    name: str
    value: Any
    """None where it is no JSON."""


def payloads(reply: Answered) -> list[Payload]:
    """Of a stream that of each event, of a WebSocket that of each message of the server; else of the body."""
    return [Payload(_named(name, value), value) for name, text in _texts(reply) for value in [_json(text)]]


def done(reply: Answered) -> bool | None:
    """Whether a stream of server-sent events has the `[DONE]` of OpenAI; None of all else."""
    return DONE in (text for _, text in _texts(reply)) if reply.kind == "sse" else None


def _texts(reply: Answered) -> Iterator[tuple[str, str | bytes]]:
    match reply.kind:
        case "sse":
            yield from ((event.name, event.data) for event in Decoder().feed(reply.body + b"\n\n"))
        case "ndjson":
            yield from (("", line) for line in reply.body.splitlines() if line.strip())
        case "ws":
            sent = (one for one in reply.messages if one.sender == "server" and not one.binary)
            yield from (("", reply.body[one.start : one.start + one.size]) for one in sent)
        case _:
            yield "", reply.body


def _named(name: str, value: Any) -> str:
    """Events without a name may have it as `type`."""
    told = value.get("type") if isinstance(value, dict) else None
    return name or (told if isinstance(told, str) else "")


def _json(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
