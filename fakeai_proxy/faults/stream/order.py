"""Events come twice, not at all, or in another order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.events import Kind, WireEvent

from .picking import OfEvents, Picking


class Duplicate(OfEvents):
    """Events are sent more than once.

    Every one: `{type: stream.duplicate}`; one token three times: `{type: stream.duplicate, kind: output,
    count: 1, times: 3}` with `when: {after_events: 5}`.
    """

    type: Literal["stream.duplicate"] = "stream.duplicate"
    times: int = Field(default=2, ge=2, le=1000, description="How often each is sent.")

    def start(self, hit: Hit) -> Transform:
        return Repeating(self)


class Drop(OfEvents):
    """Events are left out.

    - a token: `{type: stream.drop, count: 1}` with `when: {after_events: 5}`
    - the finish reason: `{type: stream.drop, kind: finish}`
    - `[DONE]`, `message_stop` or `response.completed`: `{type: stream.drop, kind: done}`
    - the usage that `include_usage` asks for: `{type: stream.drop, kind: usage}`
    """

    type: Literal["stream.drop"] = "stream.drop"
    kind: Kind = Field(default="output", description=OfEvents.model_fields["kind"].description)

    def start(self, hit: Hit) -> Transform:
        return Dropping(self)


class Reorder(OfEvents):
    """Events next to each other come in reverse order.

    `{type: stream.reorder, window: 3}`; the first pair of tokens alone: `{type: stream.reorder, count: 2}`.
    """

    type: Literal["stream.reorder"] = "stream.reorder"
    kind: Kind = Field(default="output", description=OfEvents.model_fields["kind"].description)
    window: int = Field(default=2, ge=2, le=1000, description="How many at a time.")

    def start(self, hit: Hit) -> Transform:
        return Reversing(self)


class Repeating(Picking):
    def __init__(self, fault: Duplicate) -> None:
        super().__init__(fault)
        self._times = fault.times

    def pick(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        return (event,) * self._times


class Dropping(Picking):
    def pick(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        return ()


class Reversing(Picking):
    """Holds a window of events; what comes between them sends off those that are held."""

    def __init__(self, fault: Reorder) -> None:
        super().__init__(fault)
        self._window = fault.window
        self._held: list[WireEvent | bytes] = []

    def pick(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        self._held.append(event)
        return self._release() if len(self._held) == self._window or self._left == 0 else ()

    def pass_by(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        return (*self._release(), event)

    def edit_rest(self, rest: bytes) -> Iterable[bytes]:
        return (*(piece.raw if isinstance(piece, WireEvent) else piece for piece in self._release()), rest)

    def _release(self) -> list[WireEvent | bytes]:
        held, self._held = self._held[::-1], []
        return held
