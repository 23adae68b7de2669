"""Server-sent events, out and in (WHATWG HTML, section 9.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

DONE = b"data: [DONE]\n\n"


@dataclass(frozen=True, slots=True)
class Event:
    """One dispatched event; `data` of several lines is joined by newlines."""

    data: str
    name: str = ""
    start: int = 0
    """Offset of its first byte in the stream."""
    end: int = 0
    """Offset after its blank line."""


def encode(data: bytes, name: str = "") -> bytes:
    """One event. `data` with newlines becomes several `data:` lines."""
    head = f"event: {name}\n".encode() if name else b""
    return head + b"data: " + data.replace(b"\n", b"\ndata: ") + b"\n\n"


class Decoder:
    """Bytes in, whatever their borders; events out as soon as their blank line is complete."""

    def __init__(self) -> None:
        self._buffer = b""
        self._offset = self._start = 0
        self._name, self._data = "", list[str]()

    def feed(self, chunk: bytes) -> Iterator[Event]:
        """The events that `chunk` completes. CR, LF and CRLF all end a line."""
        self._buffer += chunk
        while (line := self._take_line()) is not None:
            if line:
                self._field(line.decode("utf-8", "replace"))
            else:
                yield from self._dispatch()

    def _take_line(self) -> bytes | None:
        ends = [at for at in (self._buffer.find(b"\n"), self._buffer.find(b"\r")) if at >= 0]
        if not ends:
            return None
        at = min(ends)
        size = 2 if self._buffer[at : at + 2] == b"\r\n" else 1
        if self._buffer[at : at + 1] == b"\r" and at + 1 == len(self._buffer):
            return None  # the LF of a CRLF may be in the next chunk
        line, self._buffer = self._buffer[:at], self._buffer[at + size :]
        self._offset += at + size
        return line

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "event":
            self._name = value

    def _dispatch(self) -> Iterator[Event]:
        if self._data:
            yield Event("\n".join(self._data), self._name, self._start, self._offset)
        self._name, self._data, self._start = "", [], self._offset
