"""What a client got: every byte, in the pieces in which it came, and how it ended."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

How = Literal["complete", "eof", "ragged", "reset", "stream", "goaway", "stalled", "connect", "tls"]


@dataclass(frozen=True)
class Ended:
    """How an exchange ended.

    complete   by its framing (HTTP/1.1: length or last chunk; HTTP/2: END_STREAM); the connection is open
    eof        FIN, after the close_notify of TLS; of a reply without a length that is its regular end
    ragged     FIN without the close_notify of TLS
    reset      TCP RST
    stream     RST_STREAM with `code`
    goaway     GOAWAY with `code` and `last_stream`
    stalled    nothing came for as long as the client was patient
    connect    the proxy answered CONNECT by something else than 200, which is what was captured
    tls        the handshake failed, as `why` says
    """

    how: How
    code: int | None = None
    last_stream: int | None = None
    why: str = ""


@dataclass
class Captured:
    """A reply. Its body is without chunk framing, but not decompressed."""

    ended: Ended = field(default_factory=lambda: Ended("eof"))
    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    """Names in lower case, in order."""
    raw: bytes = b""
    """All bytes that came, below TLS excepted: of HTTP/2 the frames."""
    body: bytes = b""
    pieces: list[bytes] = field(default_factory=list)
    """The body as it came: one a read of the socket (a TLS record), or one a DATA frame."""
    times: list[float] = field(default_factory=list)
    """Seconds from the request to each piece."""
    extra: bytes = b""
    """What came with the reply after its end."""

    def header(self, name: str) -> str | None:
        """The first value of header `name`."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def head(self) -> bytes:
        """Status line and headers as they were on the wire; HTTP/1.1 only."""
        return self.raw.partition(b"\r\n\r\n")[0]

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @cached_property
    def events(self) -> list[bytes]:
        """The body cut after each blank line; the last one may lack it."""
        parts = self.body.split(b"\n\n")
        return [part + b"\n\n" for part in parts[:-1]] + [part for part in parts[-1:] if part]

    @property
    def values(self) -> list[Any]:
        """The `data` of each event that is JSON."""
        found = (
            line[5:].strip() for event in self.events for line in event.split(b"\n") if line[:5] == b"data:"
        )
        return [json.loads(text) for text in found if text[:1] in b"{[" and text != b"[DONE]"]
