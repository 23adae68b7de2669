"""The same bytes in other pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from pydantic import Field

from fakeai_proxy.core.steps import Abort, Data, End, Hold, Raw, Step, Wait
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault
from fakeai_proxy.faults.pieces import data

APART = Wait(0)
"""Between pieces that are written one by one."""


class Bytewise(ReplyFault):
    """The body comes a few bytes at a time, each piece in a chunk and a write of its own.

    - one byte at a time: `{type: stream.bytewise}`
    - cut nowhere but inside of characters: `{type: stream.bytewise, inside_characters: true}`
    - as a tap drips: `{type: stream.bytewise, size: 16, gap_ms: 5}`
    """

    timed: ClassVar[bool] = True

    type: Literal["stream.bytewise"] = "stream.bytewise"
    size: int = Field(default=1, ge=1, le=65_536, description="Bytes in a piece.")
    gap_ms: float = Field(
        default=0.0, ge=0, le=60_000, allow_inf_nan=False, description="Milliseconds between two pieces."
    )
    inside_characters: bool = Field(
        default=False, description="Cut only where it falls inside of a character, after its first byte."
    )
    limit: int = Field(
        default=65_536, ge=1, le=1_048_576, description="Bytes that are cut up; what follows passes as it is."
    )

    def start(self, hit: Hit) -> Transform:
        return Slicing(self, hit.hold)


class Coalesce(ReplyFault):
    """Everything comes in one write, when the last of it has come.

    `{type: stream.coalesce}`; the next 8 KiB alone: `{type: stream.coalesce, bytes: 8192}` with
    `when: {after_events: 2}`
    """

    timed: ClassVar[bool] = True

    type: Literal["stream.coalesce"] = "stream.coalesce"
    bytes: int = Field(
        default=16_777_216, ge=1, le=268_435_456, description="Kept until there are so many, again and again."
    )

    def start(self, hit: Hit) -> Transform:
        return Collecting(self.bytes)


class Slicing:
    def __init__(self, fault: Bytewise, hold: Hold) -> None:
        self._size, self._inside, self._left = fault.size, fault.inside_characters, fault.limit
        self._gap = Wait(fault.gap_ms / 1000, hold) if fault.gap_ms else APART

    def feed(self, step: Step) -> Iterator[Step]:
        if not isinstance(step, Data):
            yield step
            return
        start, piece = 0, step.body[: self._left]
        for end in (*self._cuts(piece), len(piece)):
            if end > start:
                yield Data(piece[start:end])
                yield self._gap
            start = end
        self._left -= len(piece)
        yield from data(step.body[len(piece) :])

    def close(self) -> None:
        """Nothing is held."""

    def _cuts(self, body: bytes) -> Iterable[int]:
        if self._inside:
            return (at for at in range(1, len(body)) if body[at - 1] >= 0xC0 and body[at] & 0xC0 == 0x80)
        return range(self._size, len(body), self._size)


class Collecting:
    """Holds the body; waits keep their place, and what cannot wait sends off what is held."""

    def __init__(self, size: int) -> None:
        self._size, self._held = size, bytearray()

    def feed(self, step: Step) -> Iterator[Step]:
        match step:
            case Data(body):
                self._held += body
                if len(self._held) >= self._size:
                    yield from self._release()
            case End() | Abort() | Raw():
                yield from self._release()
                yield step
            case _:
                yield step

    def close(self) -> None:
        """Nothing but bytes is held."""

    def _release(self) -> Iterator[Step]:
        held, self._held = bytes(self._held), bytearray()
        yield from data(held)
