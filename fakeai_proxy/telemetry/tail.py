"""The beginning and the end of a body that was not made here: enough to find `usage` in."""

from __future__ import annotations

from collections.abc import Callable

from fakeai_proxy.core.codings import CODINGS, Decode
from fakeai_proxy.core.steps import Head

HEAD_BYTES, TAIL_BYTES = 4096, 16_384
WAITING_BYTES, WAITING = 2 * TAIL_BYTES, 512
"""Bytes and pieces that are kept until they are joined: seldom, since it copies them."""
DECODED_BYTES = 64 * 2**20
"""What unpacks to more is not looked at."""
DONE = (b"data: [DONE]", b"event: message_stop\ndata: ", b'"type":"response.completed"')


class Tail:
    """Fed with a reply's head and pieces; keeps at most HEAD_BYTES of its body and TAIL_BYTES of the end.

    Pieces are joined when there are many, or when one of the ends is asked for.
    """

    __slots__ = ("_decode", "_head", "_missing", "_pieces", "_plain", "_room", "_waiting", "stream")

    def __init__(self) -> None:
        self.stream = False
        """It is a stream of server-sent events."""
        self._head = b""
        self._pieces: list[bytes] = []
        self._waiting = 0
        """Bytes in `_pieces`."""
        self._plain = True
        self._decode: Decode | None = None
        """Of a body that is not plain; None: it cannot be decoded."""
        self._room = DECODED_BYTES
        self._missing = -1

    def begin(self, head: Head) -> None:
        """What the headers say of the body."""
        for name, value in head.headers:
            if name == "content-type":
                self.stream = value.startswith("text/event-stream")
            elif name == "content-length":
                self._missing = int(value) if value.isdecimal() and len(value) < 19 else -1
            elif name == "content-encoding":
                self._plain, self._decode = False, decoder(value)

    def feed(self, piece: bytes) -> None:
        """More of the body. What cannot be decoded is not looked at."""
        self._missing -= len(piece)
        text = piece if self._plain else self._decoded(piece)
        self._pieces.append(text)
        self._waiting += len(text)
        if self._waiting > WAITING_BYTES or len(self._pieces) > WAITING:
            self._join()

    @property
    def head(self) -> bytes:
        """The first HEAD_BYTES."""
        self._join()
        return self._head

    @property
    def tail(self) -> bytes:
        """The last TAIL_BYTES."""
        return self._join()

    def _join(self) -> bytes:
        text = b"".join(self._pieces)
        if len(self._head) < HEAD_BYTES:  # then nothing was cut off yet
            self._head = text[:HEAD_BYTES]
        text = text[-TAIL_BYTES:]
        self._pieces, self._waiting = [text], len(text)
        return text

    def _decoded(self, piece: bytes) -> bytes:
        try:
            text = self._decode(piece) if self._decode else b""
        except Exception:  # each library has its own error
            self._decode, text = None, b""
        self._room -= len(text)
        if self._room < 0:
            self._decode = None
        return text

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
