"""Events that are well formed, and tell other things than they should."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Literal

from pydantic import Field

from fakeai_proxy.core.sse import LINE_END
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.events import WireEvent
from fakeai_proxy.faults.when import When

from .picking import OfEvents, Picking

HOLDERS = ("message", "response")
"""Members in which the newer APIs tell what OpenAI's chunks tell at the top."""


class Names(OfEvents):
    """The `event:` line, by which some clients tell events apart, is missing or another.

    `{type: stream.names}`; `{type: stream.names, to: message}`
    """

    type: Literal["stream.names"] = "stream.names"
    to: str | None = Field(
        default=None, pattern=r"^[^\r\n]*$", description="The name of all events. Not given: none has one."
    )

    def start(self, hit: Hit) -> Transform:
        return Renaming(self)


class Unknown(OfEvents):
    """Events have a member, or are of a type, that nobody knows.

    `{type: stream.unknown}`; `{type: stream.unknown, what: type, count: 1}` with `when: {after_events: 4}`
    """

    type: Literal["stream.unknown"] = "stream.unknown"
    what: Literal["field", "type"] = Field(
        default="field", description="A further member (field), or another `type` and `object` (type)."
    )

    def start(self, hit: Hit) -> Transform:
        return Strange(self)


class Identity(OfEvents):
    """The answer goes on as another: its id, its model or its time changes in the middle.

    `{type: stream.identity, field: id}`; `{type: stream.identity, field: model, to: gpt-3.5-turbo}`
    """

    default_when: ClassVar[When] = When(after_events=3)

    type: Literal["stream.identity"] = "stream.identity"
    field: Literal["id", "model", "created", "system_fingerprint", "object"] = Field(
        default="id", description="The member that changes."
    )
    to: str | int | None = Field(default=None, description="Its value from then on. Not given: one like it.")

    def start(self, hit: Hit) -> Transform:
        return Impersonating(self)


class Rewriting(Picking):
    """Edits the JSON of events; those that are none pass."""

    def pick(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        if not isinstance(event.value, dict):
            return (event,)
        before = repr(event.value)
        self.rewrite(event.value)
        return (event if repr(event.value) == before else event.saying_json(event.value),)

    def rewrite(self, value: dict[str, Any]) -> None:
        """Change `value` in place."""
        raise NotImplementedError


class Renaming(Picking):
    def __init__(self, fault: Names) -> None:
        super().__init__(fault)
        self._line = None if fault.to is None else b"event: " + fault.to.encode("utf-8", "surrogatepass")

    def pick(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        lines = event.raw.splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(b"event:")]
        end = LINE_END.search(lines[0])
        if self._line is not None and end:
            kept.insert(0, self._line + end[0])
        return (b"".join(kept),)


class Strange(Rewriting):
    def __init__(self, fault: Unknown) -> None:
        super().__init__(fault)
        self._what = fault.what

    def rewrite(self, value: dict[str, Any]) -> None:
        if self._what == "field":
            value["x_unknown"] = {"nested": [1, None]}
            return
        for name in ("type", "object"):
            if name in value:
                value[name] = "x.unknown"


class Impersonating(Rewriting):
    def __init__(self, fault: Identity) -> None:
        super().__init__(fault)
        self._field, self._to = fault.field, fault.to

    def rewrite(self, value: dict[str, Any]) -> None:
        for holder in holders(value):
            if (told := holder.get(self._field)) is not None:
                holder[self._field] = another(told) if self._to is None else self._to


def holders(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield value
    yield from (value[name] for name in HOLDERS if isinstance(value.get(name), dict))


def another(told: Any) -> Any:
    return told + 1 if isinstance(told, int) else f"{told}-other"
