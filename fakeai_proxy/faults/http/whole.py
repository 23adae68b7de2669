"""Replies that are changed as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from fakeai_proxy.core.steps import Abort, Data, End, Head, Step
from fakeai_proxy.faults.pieces import NOT_WHOLE, TOO_LONG, WHOLE

Edit = Callable[[Head, bytes], Iterable[Step]]
"""Head and body -> all steps of the reply, its end among them."""


class Whole:
    """A Transform that holds head and body until the end; waits keep their place.

    A reply that breaks off passes as it is, and so does one that is longer than WHOLE.
    """

    def __init__(self, edit: Edit) -> None:
        self._edit = edit
        self._held: list[Step] = []
        self._room = WHOLE
        self.skipped: str | None = NOT_WHOLE

    def feed(self, step: Step) -> Iterator[Step]:
        match step:
            case _ if self.skipped == TOO_LONG:
                yield step
            case Data(body) if len(body) > self._room:
                self.skipped = TOO_LONG
                yield from (*self._held, step)
                self._held.clear()
            case Data(body):
                self._room -= len(body)
                self._held.append(step)
            case Head():
                self._held.append(step)
            case End():
                self.skipped = None
                (head,) = (held for held in self._held if isinstance(held, Head))
                yield from self._edit(
                    head, b"".join(held.body for held in self._held if isinstance(held, Data))
                )
            case Abort():
                yield from (*self._held, step)
            case _:
                yield step

    def close(self) -> None:
        """Nothing but steps is held."""
