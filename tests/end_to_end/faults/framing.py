"""A reader of HTTP/1.1 replies that forgives nothing and hides nothing."""

from __future__ import annotations

from .captured import Captured

BODYLESS = (204, 304)
LINE = 1000
"""Bytes of the longest line that may still be a chunk size."""


class Framing:
    """Takes the bytes of one reply as they come, and fills `captured`."""

    def __init__(self, captured: Captured) -> None:
        self.captured = captured
        self.now = 0.0
        """Seconds since the request was sent."""
        self.rest, self.expected = b"", ""
        self.headed = self.complete = self.broken = False
        self.left: int | None = None
        self.chunked = False

    def feed(self, received: bytes) -> None:
        """After the end, and where the framing is broken, bytes are only kept in `raw` and `extra`."""
        self.captured.raw += received
        self.rest += received
        if not self.headed:
            self._head()
        if self.headed and not (self.complete or self.broken):
            self._chunks() if self.chunked else self._sized()
        if self.complete:
            self.captured.extra, self.rest = self.captured.extra + self.rest, b""

    def _head(self) -> None:
        head, blank, rest = self.rest.partition(b"\r\n\r\n")
        if not blank:
            return
        first, *lines = head.decode("latin-1").split("\r\n")
        status = int(first.split()[1])
        if 100 <= status < 200:
            self.rest = rest
            self._head()
            return
        headers = [
            (name.strip().lower(), value.strip())
            for name, _, value in (line.partition(":") for line in lines)
        ]
        self.headed, self.rest = True, rest
        self.captured.status, self.captured.headers = status, headers
        self.chunked = "chunked" in (self.captured.header("transfer-encoding") or "")
        length = self.captured.header("content-length")
        self.left = 0 if status in BODYLESS else int(length) if length else None

    def _sized(self) -> None:
        """A body of a length, or up to the end of the connection."""
        body = self.rest if self.left is None else self.rest[: self.left]
        self.rest = self.rest[len(body) :]
        if self.left is not None:
            self.left -= len(body)
            self.complete = not self.left
        self._got(body)

    def _chunks(self) -> None:
        piece = bytearray()
        while (step := self._chunk_step()) is not None:
            piece += step
        self._got(bytes(piece))

    def _chunk_step(self) -> bytes | None:
        """Body bytes, or none yet; None where more has to come, or nothing more can be understood."""
        if self.complete or self.broken or not self.rest:
            return None
        if self.left:
            body = self.rest[: self.left]
            self.left, self.rest = self.left - len(body), self.rest[len(body) :]
            self.expected = "" if self.left else "end of chunk"
            return body
        line, end, rest = self.rest.partition(b"\r\n")
        if not end:
            self.broken = len(line) > LINE
            return None
        self.rest = rest
        return self._line(line)

    def _line(self, line: bytes) -> bytes | None:
        if self.expected == "trailer":
            self.complete = not line
        elif self.expected == "end of chunk":
            self.broken, self.expected = bool(line), ""
        else:
            try:
                self.left = int(line.partition(b";")[0], 16)
            except ValueError:
                self.broken = True
            if not self.left:
                self.expected = "trailer"
        return None if self.broken else b""

    def _got(self, piece: bytes) -> None:
        if piece:
            self.captured.body += piece
            self.captured.pieces.append(piece)
            self.captured.times.append(self.now)
