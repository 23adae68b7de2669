"""Heads of replies, changed as they pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from fakeai_proxy.core.steps import Head, Step
from fakeai_proxy.faults.pieces import without


class HeadEdit:
    """A Transform of the head; all other steps are left as they are, and as soon."""

    def __init__(self, edit: Callable[[Head], Head]) -> None:
        self._edit = edit

    def feed(self, step: Step) -> Iterable[Step]:
        return (self._edit(step) if isinstance(step, Head) else step,)

    def close(self) -> None:
        """Nothing is held."""


def with_header(head: Head, name: str, value: str) -> Head:
    """`head` with one `name` (lower case), after all others."""
    rest = without(head, name)
    return replace(rest, headers=(*rest.headers, (name, value)))
