"""Replies that are changed as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from fakeai_proxy.core.steps import Abort, Data, End, Head, Step

Edit = Callable[[Head, bytes], Iterable[Step]]
"""Head and body -> all steps of the reply, its end among them."""


class Whole:
    """A Transform that holds head and body until the end; waits keep their place.

    A reply that breaks off passes as it is.
    """

    def __init__(self, edit: Edit) -> None:
        self._edit = edit
        self._held: list[Step] = []

    def feed(self, step: Step) -> Iterator[Step]:
        match step:
            case Head() | Data():
                self._held.append(step)
            case End():
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
