"""An answer to somebody else."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, MutableMapping
from typing import Any, Literal

from pydantic import Field

from fakeai_proxy.core.steps import Data, End, Head, Step
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault

LAST = "last"
"""Where the steps of the last reply are kept."""


class Swapped(ReplyFault):
    """Each request gets the answer to the one before it, as a proxy does that mixes up its connections.

    The first one gets its own, as there is none before it; so does one after an answer that was too large to
    be kept. The pace is that of the reply it stands for.
    """

    type: Literal["http.swapped"] = "http.swapped"
    max_bytes: int = Field(default=1_048_576, ge=1, description="Bytes of an answer that is kept.")

    def start(self, hit: Hit) -> Transform:
        return Swapping(hit.memory, self.max_bytes)


class Swapping:
    """Plays the steps of the reply before, one at each step of this one, which is remembered."""

    def __init__(self, memory: MutableMapping[str, Any], room: int) -> None:
        self._memory, self._room = memory, room
        self._other: deque[Step] | None = deque(memory[LAST]) if LAST in memory else None
        self._seen = list[Step]()

    def feed(self, step: Step) -> Iterator[Step]:
        self._remember(step)
        match step:
            case Head() | Data() if self._other is not None:
                if self._other:
                    yield self._other.popleft()
            case End() if self._other is not None:
                yield from self._other
                yield step
            case _:
                yield step

    def close(self) -> None:
        """Nothing but steps is held."""

    def _remember(self, step: Step) -> None:
        match step:
            case Head():
                self._seen.append(step)
            case Data(body) if len(body) <= self._room:
                self._room -= len(body)
                self._seen.append(step)
            case Data():
                self._room = -1
                self._seen.clear()
            case End():
                if self._room >= 0:
                    self._memory[LAST] = tuple(self._seen)
                else:
                    self._memory.pop(LAST, None)
