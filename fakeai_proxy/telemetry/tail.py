"""The beginning and the end of a body that was not made here: enough to find `usage` in."""

from __future__ import annotations

from collections.abc import Callable

from fakeai_proxy.core.codings import CODINGS, Decode
from fakeai_proxy.core.steps import Head

HEAD_BYTES, TAIL_BYTES = 4096, 16_384
DECODED_BYTES = 64 * 2**20
"""What unpacks to more is not looked at."""
DONE = (b"data: [DONE]", b"event: message_stop\ndata: ", b'"type":"response.completed"')


class Tail:
    """Fed with a reply's head and pieces; keeps at most HEAD_BYTES of its body and TAIL_BYTES of the end."""

    def __init__(self) -> None:
        self.stream = False
        """It is a stream of server-sent events."""
        self.head, self.tail = bytearray(), bytearray()
        self._decode: Decode | None = bytes
        self._room = DECODED_BYTES
        self._missing = -1

    def begin(self, head: Head) -> None:
        """What the headers say of the body."""
        headers = dict(head.headers)
        self.stream = headers.get("content-type", "").startswith("text/event-stream")
        self._decode = decoder(headers.get("content-encoding", ""))
        length = headers.get("content-length", "")
        self._missing = int(length) if length.isdecimal() and len(length) < 19 else -1

    def feed(self, piece: bytes) -> None:
        """More of the body. What cannot be decoded is not looked at."""
        self._missing -= len(piece)
        try:
            text = self._decode(piece) if self._decode else b""
        except Exception:  # each library has its own error
            self._decode, text = None, b""
        self._room -= len(text)
        if self._room < 0:
            self._decode = None
        self.head += text[: HEAD_BYTES - len(self.head)]
        self.tail = (self.tail + text[-TAIL_BYTES:])[-TAIL_BYTES:]

    @property
    def complete(self) -> bool:
        """The client has it all, though nobody said that it ended: whole, or its last event went out."""
        return self._missing == 0 or (self.stream and any(mark in self.tail[-1024:] for mark in DONE))


def decoder(encoding: str) -> Decode | None:
    """Takes `encoding` off; None where that is not known."""
    names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
    if not all(name in CODINGS for name in names):
        return None
    return chained([CODINGS[name]() for name in reversed(names)])


def chained(decodes: list[Decode]) -> Callable[[bytes], bytes]:
    def decode(piece: bytes) -> bytes:
        for one in decodes:
            piece = one(piece)
        return piece

    return decode
