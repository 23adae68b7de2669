"""An event that clients do not know yet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from fakeai_proxy.core.sse import encode
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, Needs
from fakeai_proxy.faults.editing import Editing
from fakeai_proxy.faults.events import WireEvent, dump

from .base import ReplyMutation
from .numbering import InOrder


class UnknownEvent(ReplyMutation):
    """A stream has an event of a type that is in no documentation: clients should take no notice of it.

    In Responses it has a number, and those after it are counted on.
    """

    needs: ClassVar[Needs] = "stream"
    resizes: ClassVar[bool] = True

    type: Literal["unknown_event"] = "unknown_event"
    name: str = Field(default="x_unknown", pattern=r"^[^\r\n]+$", description="Its type and its event name.")
    fields: dict[str, Any] = Field(default={}, description="What else is in it.")
    after: int = Field(
        default=1, ge=0, description="After so many events; of a shorter stream before its end."
    )

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        return cls(after=int(rng.integers(1, 20)))

    def start(self, hit: Hit) -> Transform:
        return InOrder(Inserting(self))


class Inserting(Editing):
    edits = ("stream",)

    def __init__(self, mutation: UnknownEvent) -> None:
        super().__init__()
        self._mutation, self._left, self.idle = mutation, mutation.after, True

    def edit(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        if not self.idle:
            return (event,)
        if event.data == "[DONE]" or self._left == 0:
            return (self._made(event), event)
        self._left -= 1
        return (event,)

    def edit_rest(self, rest: bytes) -> Iterable[bytes]:
        return (rest,) if rest or not self.idle else (self._made(None),)

    def _made(self, before: WireEvent | None) -> bytes:
        self.idle = False
        number = (
            {}
            if before is None
            else {name: value for name, value in before.object.items() if name == "sequence_number"}
        )
        made = {"type": self._mutation.name, **number, **self._mutation.fields}
        return encode(dump(made), self._mutation.name)
