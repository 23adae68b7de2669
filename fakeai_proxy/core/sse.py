"""Server-sent events, out and in (WHATWG HTML, section 9.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass

DONE = b"data: [DONE]\n\n"
BOM = "\ufeff"
"""Passed over at the start of a stream, and only there."""
LINE_END = re.compile(rb"\r\n?|\n")


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
    """One event. Each line of `data` becomes a `data:` line, so CR and CRLF arrive as LF."""
    head = f"event: {name}\n".encode() if name else b""
    return head + b"data: " + LINE_END.sub(b"\ndata: ", data) + b"\n\n"


class Decoder:
    """Bytes in, whatever their borders; events out as soon as their blank line is complete.

    CR, LF and CRLF all end a line; a CR at the end of a chunk waits for the byte that may belong to it. Takes
    time linear in the stream, however it is cut.
    """

    def __init__(self) -> None:
        self._rest = bytearray()
        """A line that is not complete."""
        self._offset = self._start = 0
        self._name, self._data = "", list[str]()

    @property
    def whole(self) -> int:
        """Offset after the last blank line: what comes before it is complete, events and comments."""
        return self._start

    def feed(self, chunk: bytes) -> list[Event]:
        """The events that `chunk` completes."""
        completes = b"\n" in chunk or b"\r" in chunk or self._rest.endswith(b"\r")
        self._rest += chunk
        if not completes:
            return []
        lines = self._rest.splitlines(keepends=True)
        self._rest = bytearray() if lines[-1].endswith(b"\n") else lines.pop()
        return [event for line in lines if (event := self._line(line))]

    def _line(self, line: bytearray) -> Event | None:
        text = line.rstrip(b"\r\n").decode("utf-8", "replace")
        if self._offset == 0:
            text = text.removeprefix(BOM)
        self._offset += len(line)
        if not text:
            return self._dispatch()
        self._field(text)
        return None

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")  # a comment has no name
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "event":
            self._name = value

    def _dispatch(self) -> Event | None:
        name, data, start = self._name, self._data, self._start
        self._name, self._data, self._start = "", [], self._offset
        return Event("\n".join(data), name, start, self._offset) if data else None
