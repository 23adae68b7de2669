"""Some events of a stream, chosen by what they say and how many there were."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from pydantic import Field

from fakeai_proxy.faults.base import Needs, ReplyFault
from fakeai_proxy.faults.editing import Editing
from fakeai_proxy.faults.events import IS, Kind, WireEvent


class OfEvents(ReplyFault):
    """What faults of single events have in common."""

    timed: ClassVar[bool] = True
    needs: ClassVar[Needs] = "stream"
    reads_content: ClassVar[bool] = True
    resizes: ClassVar[bool] = True

    kind: Kind = Field(
        default="any",
        description="Events it means: any, with a piece of the answer (output), the first of a tool call "
        "(tool_call), with the finish reason (finish), with usage alone (usage), [DONE] and its like (done).",
    )
    count: int | None = Field(
        default=None, ge=1, description="How many of them, from the moment on. Not given: all."
    )


class Picking(Editing):
    """A Transform that edits the events that `fault` means."""

    edits: ClassVar[tuple[Literal["stream", "json"], ...]] = ("stream",)

    def __init__(self, fault: OfEvents) -> None:
        super().__init__()
        self._is, self._left = IS[fault.kind], fault.count
        self.idle = True
        """No event was meant so far."""

    def edit(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        if self._left == 0 or not self._is(event):
            return self.pass_by(event)
        self.idle = False
        if self._left is not None:
            self._left -= 1
        return self.pick(event)

    def pick(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        """What takes the place of an event that is meant."""
        raise NotImplementedError

    def pass_by(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        """What takes the place of any other."""
        return (event,)
