"""Where in a body a moment lies: what is before it passes, what is after it meets the fault.

A place is fed the body in pieces, whatever their borders, and tells of each what passes now and, once it is
reached, what comes after. What it cannot decide on yet it keeps.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from fakeai_proxy.core.steps import Head

from .events import IS, Framer, WireEvent, begins_tool_call, says_output
from .pieces import header, is_stream
from .when import When

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


def place_of(when: When, head: Head) -> Place:
    """Where in the body that `head` announces the moment lies; nowhere, where it is not one of the body."""
    if when.after_bytes is not None:
        return AtByte(when.after_bytes)
    if when.after_fraction is not None:
        return fraction_of(when.after_fraction, head)
    if when.reads_content:
        return in_stream(when) if is_stream(head) else in_other(when, head)
    return Nowhere()


def fraction_of(fraction: float, head: Head) -> Place:
    declared = header(head, "content-length")
    return AtByte(int(int(declared) * fraction)) if declared.isdecimal() else AtFraction(fraction)


def in_other(when: When, head: Head) -> Place:
    return Nowhere() if when.at in ("tool_call", "finish", "done") else fraction_of(0.5, head)


def in_stream(when: When) -> Place:
    if when.at in ("finish", "done"):
        return BeforeEvent(IS[when.at])
    if when.at == "tool_call":
        return AfterEvents(begins_tool_call)
    if when.after_tokens is not None:
        return AfterEvents(says_output, when.after_tokens)
    return AfterEvents(IS["any"], when.after_events or 1)
