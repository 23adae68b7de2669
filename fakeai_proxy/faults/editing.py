"""Bases of transforms that edit what passes: events one by one, or a JSON body as a whole.

stream   Data ─► whole events ─ edit ─► Data, with the step that completed them
JSON     Head Data Data (held) ... End ─ edit_body ─► Head Data End, content-length corrected
other    as it is
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, ClassVar, Literal

from pydantic_core import from_json

from fakeai_proxy.core.steps import Abort, Data, End, Head, Step
from fakeai_proxy.core.transform import Transform

from .events import Framer, WireEvent, dump
from .pieces import TOO_LONG, WHOLE, data, is_json, is_stream, without


class Editing:
    """A Transform of plain replies. Subclasses override `edit`, `edit_body`, or both."""

    edits: ClassVar[tuple[Literal["stream", "json"], ...]] = ("stream", "json")
    """The kinds of replies that are touched."""

    def __init__(self) -> None:
        self._editor: Transform = Untouched()
        self.too_long = False
        """The body was longer than what is held."""
        self.failure: Exception | None = None
        """What `edit_body` raised: then the body passes as it came."""

    @property
    def skipped(self) -> str | None:
        """Why nothing was done."""
        return TOO_LONG if self.too_long else None

    def edit(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        """What takes the place of `event`; bytes are sent as they are."""
        return (event,)

    def edit_rest(self, rest: bytes) -> Iterable[bytes]:
        """What takes the place of the bytes after the last event: without its blank line it is none."""
        return (rest,)

    def edit_body(self, value: Any) -> Any:
        """What takes the place of a whole JSON body: a value, or bytes that are sent as they are."""
        return value

    def watch(self, step: Step) -> None:
        """A timed one, which is not fed the head, learns from it whether there are events to edit."""
        if isinstance(step, Head) and is_stream(step):
            self._editor = self._for(step)

    def feed(self, step: Step) -> Iterable[Step]:
        if isinstance(step, Head):
            self._editor = self._for(step)
        return self._editor.feed(step)

    def close(self) -> None:
        """Raises what `edit_body` has raised, now that nothing of the reply is lost by it."""
        if self.failure:
            raise self.failure

    def _for(self, head: Head) -> Transform:
        if "stream" in self.edits and is_stream(head):
            return StreamEditor(self)
        if "json" in self.edits and is_json(head):
            return BodyEditor(self)
        return Untouched()


class Untouched:
    """Every step as it is."""

    def feed(self, step: Step) -> Iterable[Step]:
        return (step,)

    def close(self) -> None:
        """Nothing is held."""


class StreamEditor:
    """Holds no more than the event that is not complete yet."""

    def __init__(self, by: Editing) -> None:
        self._by, self._framer = by, Framer()

    def feed(self, step: Step) -> Iterator[Step]:
        match step:
            case Head():
                yield without(step, "content-length")
            case Data(body):
                yield from data(*self._pieces(body))
            case End() | Abort():
                yield from data(*self._by.edit_rest(self._framer.rest()))
                yield step
            case _:
                yield step

    def close(self) -> None:
        """Nothing but bytes is held."""

    def _pieces(self, body: bytes) -> Iterator[bytes]:
        for piece in self._framer.feed(body):
            for made in self._by.edit(piece) if isinstance(piece, WireEvent) else (piece,):
                yield made.raw if isinstance(made, WireEvent) else made


class BodyEditor:
    """Holds head and body until the end; waits keep their place. What is longer than WHOLE passes."""

    def __init__(self, by: Editing) -> None:
        self._by, self._head, self._body = by, Head(200), bytearray()

    def feed(self, step: Step) -> Iterator[Step]:
        match step:
            case _ if self._by.too_long:
                yield step
            case Data(body) if len(self._body) + len(body) > WHOLE:
                self._by.too_long = True
                yield self._head
                yield from data(bytes(self._body), body)
                self._body.clear()
            case Head():
                self._head = step
            case Data(body):
                self._body += body
            case End():
                yield from self._whole(self._edited())
                yield step
            case Abort():  # what came of it is not JSON
                yield self._head
                yield from data(bytes(self._body))
                yield step
            case _:
                yield step

    def close(self) -> None:
        """Nothing but bytes is held."""

    def _edited(self) -> bytes:
        try:
            value = from_json(self._body)
        except ValueError:
            return bytes(self._body)
        try:
            edited = self._by.edit_body(value)
        except Exception as failure:
            self._by.failure = failure
            return bytes(self._body)
        if isinstance(edited, bytes):
            return edited
        return bytes(self._body) if edited == from_json(self._body) else dump(edited)

    def _whole(self, body: bytes) -> Iterator[Step]:
        length = ("content-length", str(len(body)))
        headers = (length if pair[0].lower() == length[0] else pair for pair in self._head.headers)
        yield replace(self._head, headers=tuple(headers))
        yield from data(body)
