"""A reply is an iterator of steps; a driver plays them to the client.

HTTP:       Wait* Head (Wait | Data)* (End | Abort)
WebSocket:  (Wait | Message)* (End | Abort), after the handshake
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """Status line and headers. With `content-length` the body is sent as declared, else as a stream."""

    status: int
    headers: Headers = ()


@dataclass(frozen=True, slots=True)
class Data:
    """A piece of the body, not yet framed for the wire."""

    body: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """One WebSocket message: `str` is a text frame, `bytes` a binary one."""

    content: str | bytes


@dataclass(frozen=True, slots=True)
class Wait:
    """The next step is due `seconds` after the one before it was due (not: was sent)."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Abort:
    """The reply breaks off: `close` by FIN (RST_STREAM on HTTP/2), `reset` by a TCP RST."""

    how: Literal["close", "reset"] = "close"


@dataclass(frozen=True, slots=True)
class End:
    """The reply is complete."""

    trailers: Headers = ()


Step = Head | Data | Message | Wait | Abort | End
Reply = Iterator[Step]
