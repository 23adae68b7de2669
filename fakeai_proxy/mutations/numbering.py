"""The sequence numbers of a stream, counted anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fakeai_proxy.core.steps import Step
from fakeai_proxy.faults.editing import Editing
from fakeai_proxy.faults.events import WireEvent

NUMBER = "sequence_number"
"""What the events of Responses count by."""


class Numbering(Editing):
    """A Transform after which each event counts one more than the one before; the first begins as it came."""

    edits = ("stream",)

    def __init__(self) -> None:
        super().__init__()
        self._next: int | None = None

    def edit(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        number = event.object.get(NUMBER)
        if not isinstance(number, int):
            return (event,)
        due = number if self._next is None else self._next
        self._next = due + 1
        return (event if number == due else event.saying_json({**event.object, NUMBER: due}),)


class InOrder:
    """The Transform `inner`, and what it makes of a stream numbered anew."""

    def __init__(self, inner: Editing) -> None:
        self._inner, self._numbering = inner, Numbering()

    @property
    def idle(self) -> bool:
        """Of `inner`: nothing was meant so far."""
        return bool(getattr(self._inner, "idle", False))

    def watch(self, step: Step) -> None:
        """Of a timed one, before its moment."""
        self._inner.watch(step)
        self._numbering.watch(step)

    def feed(self, step: Step) -> Iterator[Step]:
        for made in self._inner.feed(step):
            yield from self._numbering.feed(made)

    def close(self) -> None:
        """Nothing but bytes is held."""
