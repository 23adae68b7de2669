"""The values that pass between recorder, writer, store and replay. Times are ns since the request began."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Head, Headers

from .matching.names import Profile

Kind = Literal["http", "sse", "ndjson", "binstream", "ws"]
"""`http`: a whole body; `ws`: the messages of a WebSocket; the others arrive piece by piece, and their pieces
and times are kept."""
Sender = Literal["client", "server"]
Ending = Literal["complete", "client_abort", "upstream_reset", "truncated"]


class Chunk(NamedTuple):
    """A piece of a body and when it came."""

    ns: int
    body: bytes


class Said(NamedTuple):
    """One message of a WebSocket; a text as UTF-8."""

    ns: int
    sender: Sender
    binary: bool
    body: bytes


class Capture(NamedTuple):
    """One exchange as it was on the wire: not decoded, not redacted, never stored."""

    request: Request
    order: int
    """How many recordings began before this one, in this session."""
    replace: Profile | None
    """By which older sessions' recordings of this request are to be disabled, if they are."""
    started_at: float
    """Seconds since 1970-01-01 UTC."""
    head: Head
    head_ns: int
    chunks: tuple[Chunk, ...]
    end: Ending
    end_ns: int
    kind: Kind | None = None
    """Of the reply; None: as its headers tell."""
    messages: tuple[Said, ...] = ()
    trailers: Headers = ()
    """Of the reply; of a WebSocket how it was closed."""

    @property
    def size(self) -> int:
        """Bytes of both bodies."""
        said = sum([len(message.body) for message in self.messages]) if self.messages else 0
        return len(self.request.body) + sum([len(chunk.body) for chunk in self.chunks]) + said


@dataclass(frozen=True, slots=True)
class Interaction:
    """One stored reply, ready to be played."""

    kind: Kind
    status: int
    headers: Headers
    head_ns: int
    chunks: tuple[Chunk, ...]
    end_ns: int
    messages: tuple[Said, ...] = ()
    trailers: Headers = ()
    end: Ending = "complete"
