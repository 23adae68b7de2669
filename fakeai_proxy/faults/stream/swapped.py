"""The answer in the form that was not asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar, Literal

from pydantic_core import from_json

from fakeai_proxy.core.steps import Abort, Data, End, Head, Step
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault
from fakeai_proxy.faults.events import Framer, WireEvent, dump
from fakeai_proxy.faults.pieces import NOT_WHOLE, TOO_LONG, WHOLE, data, is_json, is_stream, without

from .assembled import assembled
from .streamed import streamed

NO_ANSWER = "the reply was no answer of a known API"
JSON, EVENTS = "application/json", "text/event-stream; charset=utf-8"


class Swapped(ReplyFault):
    """JSON where a stream was asked for, and a stream where JSON was. The answer itself is the same.

    `{type: stream.swapped}`; a reply longer than 16 MiB passes as it is.
    """

    reads_content: ClassVar[bool] = True

    type: Literal["stream.swapped"] = "stream.swapped"

    def start(self, hit: Hit) -> Transform:
        return Swapping()


class Swapping:
    """Holds the reply until it is complete; waits pass. What cannot be swapped goes as it came."""

    def __init__(self) -> None:
        self._head: Head | None = None
        self._body = bytearray()
        self.skipped: str | None = NOT_WHOLE

    def feed(self, step: Step) -> Iterator[Step]:
        match step:
            case Head() if is_stream(step) or is_json(step):
                self._head = step
            case Data(body) if self._head and len(self._body) + len(body) > WHOLE:
                self.skipped = TOO_LONG
                yield self._head
                yield from data(bytes(self._body), body)
                self._head, self._body = None, bytearray()
            case Data(body) if self._head:
                self._body += body
            case End() if self._head:
                yield from self._swapped(self._head)
                yield step
            case Abort() if self._head:
                yield self._head
                yield from data(bytes(self._body))
                yield step
            case _:
                yield step

    def close(self) -> None:
        """Nothing but bytes is held."""

    def _swapped(self, head: Head) -> Iterator[Step]:
        body = bytes(self._body)
        swapped = as_json(body) if is_stream(head) else as_events(body)
        if swapped is None:
            yield head
            yield from data(body)
            self.skipped = NO_ANSWER
            return
        self.skipped = None
        length = (("content-length", str(len(swapped))),) if is_stream(head) else ()
        kind = ("content-type", JSON if is_stream(head) else EVENTS)
        rest = without(head, "content-type", "content-length").headers
        yield replace(head, headers=(kind, *length, *rest))
        yield from data(swapped)


def as_json(body: bytes) -> bytes | None:
    """The events of a stream as one answer; None where they make none."""
    events = [piece.value for piece in Framer().feed(body) if isinstance(piece, WireEvent)]
    answer = assembled([value for value in events if isinstance(value, dict)])
    return dump(answer) if answer else None


def as_events(body: bytes) -> bytes | None:
    """An answer as a stream of few events; None where it is none."""
    try:
        value = from_json(body)
    except ValueError:
        return None
    return b"".join(streamed(value)) if isinstance(value, dict) else None
