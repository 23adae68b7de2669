"""A reply is an iterator of steps; a driver plays them to the client.

HTTP:       (Wait | Fetch)* Head (Wait | Data | Raw)* (End | Abort), or Wait* Abort
WebSocket:  (Wait | Message)* (End | Abort), after the handshake
relayed:    Head (Message | Sent)* (Close | Abort), for those who listen
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Headers = tuple[tuple[str, str], ...]


class Hold:
    """On whose account something waits. Once that is over, its waits are cut short."""

    __slots__ = ("over",)

    def __init__(self) -> None:
        self.over = False

    def release(self) -> None:
        """Let everything go on. For good."""
        self.over = True


@dataclass(frozen=True, slots=True)
class Head:
    """Status line and headers. With `content-length` the body is sent as declared, else as a stream."""

    status: int
    headers: Headers = ()
    reason: str = ""
    """Reason phrase of HTTP/1.1; "": the usual one."""


@dataclass(frozen=True, slots=True)
class Data:
    """A piece of the body, not yet framed for the wire."""

    body: bytes


@dataclass(frozen=True, slots=True)
class Sign(Data):
    """A sign of life while the reply waits: left out once `hold` is over."""

    hold: Hold = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes for the client's socket as they are, past the framing of HTTP/1.1; `Data` on HTTP/2."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """One WebSocket message: `str` is a text frame, `bytes` a binary one."""

    content: str | bytes


@dataclass(frozen=True, slots=True)
class Sent(Message):
    """One of the client, as those hear it who listen to a WebSocket that is relayed."""


@dataclass(frozen=True, slots=True)
class Wait:
    """The next step is due `seconds` after the one before it was due (not: was sent).

    Infinity: never, until the client leaves. Zero: what comes before is written apart from what follows.
    Once `hold` is over, all goes on as if there had been no wait.
    """

    seconds: float
    hold: Hold | None = field(default=None, compare=False, repr=False)


class Found:
    """What came of a `Fetch`."""

    __slots__ = ("body", "error", "status")

    def __init__(self) -> None:
        self.status, self.body = 0, b""
        self.error = "nobody here asks it"
        """Why there is no answer; "": there is one."""


@dataclass(frozen=True, slots=True)
class Fetch(Wait):
    """A wait until a server has answered, which is asked meanwhile; before the head. See `found` after it.

    Whoever plays steps without I/O takes it for a wait of no time, after which nothing was found.
    """

    seconds: float = 0.0
    url: str = ""
    """JSON is posted to it."""
    body: bytes = field(default=b"", repr=False)
    key: str = ""
    """Name of the environment variable that holds the API key; "": there is none."""
    timeout: float = 60.0
    """Seconds."""
    found: Found = field(default_factory=Found, compare=False, repr=False)


AbortKind = Literal["close", "reset", "silent", "stream", "goaway"]


@dataclass(frozen=True, slots=True)
class Abort:
    """The reply breaks off, with or without a head before.

    close    FIN; RST_STREAM(INTERNAL_ERROR) on HTTP/2
    reset    TCP RST, whatever else the connection carries
    silent   FIN of TCP without the close_notify of TLS
    stream   RST_STREAM(code) on HTTP/2; as `close` on HTTP/1.1
    goaway   GOAWAY(code, last_stream) and FIN on HTTP/2; as `close` on HTTP/1.1
    """

    how: AbortKind = "close"
    code: int = 2
    """Error code of HTTP/2 (RFC 9113, section 7); 2 is INTERNAL_ERROR."""
    last_stream: int | None = None
    """Last stream that a GOAWAY says was handled; None: this one."""


@dataclass(frozen=True, slots=True)
class End:
    """The reply is complete."""

    trailers: Headers = ()


@dataclass(frozen=True, slots=True)
class Close(End):
    """The end of a WebSocket in order, with the code and reason of its close frame (RFC 6455, 7.4)."""

    code: int = 1000
    reason: str = ""
    by_client: bool = False


Step = Head | Data | Raw | Message | Wait | Abort | End
Reply = Iterator[Step]
