"""The messages of a WebSocket as lines, one each, in the order in which they came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from fakeai_proxy.cassette.recording import Message

from .body import Change, Fetch, Keep, Line, read_bytes, tell_raw
from .events import style_of_most
from .styles import parsed, printed

Sender = Literal["client", "server"]
SENDERS: tuple[Sender, ...] = ("client", "server")


class Spoken(NamedTuple):
    """What both sides said, each put together, and its pieces."""

    client: bytes
    server: bytes
    messages: tuple[Message, ...]


def contents(spoken: Spoken) -> list[bytes] | None:
    """What each message says; None where they are not all that was said, or overlap."""
    said = {"client": spoken.client, "server": spoken.server}
    ends = dict.fromkeys(said, 0)
    for one in spoken.messages:
        if one.start != ends[one.sender] or one.size < 0:
            return None
        ends[one.sender] += one.size
    if any(ends[sender] != len(body) for sender, body in said.items()):
        return None
    return [said[one.sender][one.start : one.start + one.size] for one in spoken.messages]


def tell(messages: Sequence[Message], said: Sequence[bytes], keep: Keep, change: Change) -> Iterator[Line]:
    """How each side prints JSON, and each message; `change` is for those of the server."""
    both = list(zip(messages, said, strict=True))
    styles = {who: style_of_most(text for one, text in both if one.sender == who) for who in SENDERS}
    yield {"messages": styles}
    for one, text in both:
        binary = {"binary": True} if one.binary else {}
        told = None if one.binary else _json(text, styles[one.sender])
        if told is None:
            yield {"message": one.sender, **binary, **tell_raw(text, keep)}
        else:
            yield {"message": one.sender, "data": change(told[0]) if one.sender == "server" else told[0]}


def _json(text: bytes, style: str) -> tuple[object] | None:
    """The value; None where it is no JSON, or would print otherwise."""
    try:
        value = parsed(text)
    except ValueError:
        return None
    return (value,) if printed(value, style) == text else None


def read(lines: Sequence[Line], times: Sequence[int], fetch: Fetch, change: Change) -> Spoken:
    """The messages of which `tell` made `lines`, which came at `times` (ns). Raises ValueError."""
    head, *rest = lines
    if len(rest) != len(times):
        raise ValueError(f"'messages_ns' of the timing tells of other than {len(rest)} messages")
    said: dict[str, bytearray] = {who: bytearray() for who in SENDERS}
    found = list[Message]()
    for line, ns in zip(rest, times, strict=True):
        sender = _sender(line)
        text = _content(line, head["messages"][sender], fetch, change)
        found.append(Message(ns, sender, bool(line.get("binary")), len(said[sender]), len(text)))
        said[sender] += text
    return Spoken(bytes(said["client"]), bytes(said["server"]), tuple(found))


def _sender(line: Mapping[str, object]) -> Sender:
    for sender in SENDERS:
        if line["message"] == sender:
            return sender
    raise ValueError(f"a message is of 'client' or 'server', and not of {line['message']!r}")


def _content(line: Line, style: str, fetch: Fetch, change: Change) -> bytes:
    if "data" not in line:
        return read_bytes(line, fetch)
    return printed(change(line["data"]) if line["message"] == "server" else line["data"], style)
