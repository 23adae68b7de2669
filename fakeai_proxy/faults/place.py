"""Where in a body a moment lies: what is before it passes, what is after it meets the fault.

A place is fed the body in pieces, whatever their borders, and tells of each what passes now and, once it is
reached, what comes after. What it cannot decide on yet it keeps.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from .events import Framer, WireEvent

Split = tuple[bytes, bytes | None]
"""What passes now, and what comes after the place; None: it is not reached."""
MOST = 16 * 2**20
"""Bytes that are kept of a body."""
Mark = Callable[[WireEvent], bool]


class Place(Protocol):
    """Asked until it is reached, and not again."""

    def feed(self, body: bytes) -> Split:
        """The next piece of the body."""

    def rest(self) -> Split:
        """The body is complete: what was kept of it."""


class AtByte:
    """After the first `count` bytes."""

    def __init__(self, count: int) -> None:
        self._left = count

    def feed(self, body: bytes) -> Split:
        if len(body) < self._left:
            self._left -= len(body)
            return body, None
        return body[: self._left], body[self._left :]

    def rest(self) -> Split:
        return b"", None


class AtFraction:
    """After a share of a body of unknown length: it is kept until it is complete, or MOST bytes long."""

    def __init__(self, fraction: float) -> None:
        self._fraction, self._body = fraction, bytearray()

    def feed(self, body: bytes) -> Split:
        self._body += body
        return self.rest() if len(self._body) >= MOST else (b"", None)

    def rest(self) -> Split:
        at = int(len(self._body) * self._fraction)
        return bytes(self._body[:at]), bytes(self._body[at:])


class AfterEvents:
    """After the `count`-th event that bears `mark`; bytes keep their borders."""

    def __init__(self, mark: Mark, count: int = 1) -> None:
        self._mark, self._left, self._framer = mark, count, Framer()
        self._passed = self._framed = 0
        """Bytes that went on, and those of them that are known to be whole events."""

    def feed(self, body: bytes) -> Split:
        for piece in self._framer.feed(body):
            self._framed += len(piece.raw if isinstance(piece, WireEvent) else piece)
            if isinstance(piece, WireEvent) and self._mark(piece):
                self._left -= 1
                if not self._left:
                    at = self._framed - self._passed
                    return body[:at], body[at:]
        self._passed += len(body)
        return body, None

    def rest(self) -> Split:
        return b"", None


class BeforeEvent:
    """Before the first event that bears `mark`; an event is kept until it is complete."""

    def __init__(self, mark: Mark) -> None:
        self._mark, self._framer = mark, Framer()

    def feed(self, body: bytes) -> Split:
        before, after = bytearray(), bytearray()
        found = False
        for piece in self._framer.feed(body):
            found = found or (isinstance(piece, WireEvent) and self._mark(piece))
            (after if found else before).extend(piece.raw if isinstance(piece, WireEvent) else piece)
        return bytes(before), bytes(after) + self._framer.rest() if found else None

    def rest(self) -> Split:
        return self._framer.rest(), None


class Nowhere:
    """Never reached."""

    def feed(self, body: bytes) -> Split:
        return body, None

    def rest(self) -> Split:
        return b"", None
