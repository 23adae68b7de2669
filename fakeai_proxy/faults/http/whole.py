"""Replies that are changed as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from fakeai_proxy.core.steps import Abort, Data, End, Head, Step

Edit = Callable[[Head, bytes], Iterable[Step]]
"""Head and body -> all steps of the reply, its end among them."""


class Whole:
    """A Transform that holds head and body until the end; waits keep their place.

    A reply that breaks off, or is not `meant`, passes as it is.
    """

    def __init__(self, edit: Edit, meant: Callable[[Head], bool] = lambda head: True) -> None:
        self._edit, self._meant = edit, meant
        self._head: Head | None = None
        self._body = bytearray()

    def feed(self, step: Step) -> Iterator[Step]:
        match step:
            case Head() if self._meant(step):
                self._head = step
            case Data(body) if self._head:
                self._body += body
            case End() if self._head:
                yield from self._edit(self._head, bytes(self._body))
            case Abort() if self._head:
                yield from (self._head, Data(bytes(self._body)), step)
            case _:
                yield step

    def close(self) -> None:
        """Nothing but bytes is held."""
