"""Where an edit meets the reply: the family is told by the first answer that passes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic_core import from_json

from fakeai_proxy.core.sse import encode
from fakeai_proxy.faults.editing import Editing
from fakeai_proxy.faults.events import WireEvent, dump

from .edit import Edit
from .families.family import Named, Streamed
from .families.recognized import streamed, whole


class AnswerEditing(Editing):
    """Makes one edit of an answer, whole or streamed. What is none, such as an error, passes as it is."""

    def __init__(self, edit: Edit) -> None:
        super().__init__()
        self._edit = edit
        self._family: Streamed | None = None
        self._found = self._changed = False

    @property
    def skipped(self) -> str | None:
        """Why nothing was done."""
        if self._changed or self.too_long:
            return super().skipped
        return self._edit.unmet if self._found else "the reply was no answer of a known API"

    def edit_body(self, value: Any) -> Any:
        if family := whole(value):
            before, self._found = dump(value), True
            family(self._edit).body(value)
            self._changed = dump(value) != before
        return value

    def edit(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        if event.data == "[DONE]":
            return self._done(event)
        if self._family is None and (family := streamed(event.object)):
            self._family, self._found = family(self._edit), True
        if self._family is None or not event.object:
            return (event,)
        return self._edited(event, list(self._family.event(event.name, from_json(event.data))))

    def _edited(self, event: WireEvent, made: list[Named]) -> Iterator[WireEvent | bytes]:
        """An event as it came where nothing was changed; one in its place keeps its other lines."""
        if made == [(event.name, event.value)]:
            yield event
            return
        self._changed = True
        if len(made) == 1 and made[0][0] == event.name:
            yield event.saying_json(made[0][1])
        else:
            yield from (encode(dump(value), name) for name, value in made)

    def _done(self, event: WireEvent) -> Iterator[WireEvent | bytes]:
        if self._family:
            yield from (encode(dump(value), name) for name, value in self._family.finish())
        yield event
