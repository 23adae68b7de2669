"""Mutations of the JSON of a reply, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pydantic_core import from_json

from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.editing import Editing
from fakeai_proxy.faults.events import WireEvent, dump

from .base import ReplyMutation


class ValueMutation(ReplyMutation):
    """Gives another value for the JSON of a reply, and for that of each event of a stream."""

    def start(self, hit: Hit) -> Transform:
        return ValueEditing(lambda value: self.changed(value, hit))

    def changed(self, value: Any, hit: Hit) -> Any:
        """What stands in place of `value`, which may be changed."""
        raise NotImplementedError


class ValueEditing(Editing):
    """A Transform that puts `changed(value)` in place of the body, or of each event that holds an object.

    `changed` may change what it is given. What is no JSON passes, and so does what comes out as it went in.
    """

    def __init__(self, changed: Callable[[Any], Any]) -> None:
        super().__init__()
        self._changed = changed
        self.idle = True

    def edit_body(self, value: Any) -> Any:
        return self._told(value, dump(value))

    def edit(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        if not event.object:
            return (event,)
        before = dump(event.value)
        after = dump(self._told(from_json(event.data), before))
        return (event if after == before else event.saying(after),)

    def _told(self, value: Any, before: bytes) -> Any:
        after = self._changed(value)
        self.idle = self.idle and dump(after) == before
        return after
