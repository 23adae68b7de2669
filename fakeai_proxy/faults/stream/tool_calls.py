"""Tool calls that are hard to put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Any, Literal

from pydantic import Field

from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.events import WireEvent, tool_calls

from .fields import Rewriting
from .picking import OfEvents, Picking

IDS, INDICES = ("id", "call_id"), ("index", "output_index")
OPENED = ("content_block", "item")


class ToolCalls(OfEvents):
    """The pieces of tool calls lack what tells which call they belong to, or come mixed.

    - the first piece has no id: `{type: stream.tool_calls}`
    - no piece tells its index: `{type: stream.tool_calls, flaw: no_index}`; one too high: `flaw: shifted`
    - the pieces of several calls alternate: `{type: stream.tool_calls, flaw: interleaved}`
    """

    type: Literal["stream.tool_calls"] = "stream.tool_calls"
    flaw: Literal["no_id", "no_index", "shifted", "interleaved"] = Field(
        default="no_id",
        description="No id (no_id), no index (no_index), an index one too high (shifted), or one piece of "
        "each call in turn (interleaved).",
    )

    def start(self, hit: Hit) -> Transform:
        return Interleaving(self) if self.flaw == "interleaved" else Unnumbering(self)


class Unnumbering(Rewriting):
    def __init__(self, fault: ToolCalls) -> None:
        super().__init__(fault)
        self._flaw = fault.flaw

    def pick(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        told = place_of(event) is not None or any(called(event.object))
        return super().pick(event) if told else (event,)

    def rewrite(self, value: dict[str, Any]) -> None:
        calls = list(called(value))
        names, holders = (IDS, calls) if self._flaw == "no_id" else (INDICES, [*calls, value])
        for holder in holders:
            for name in names:
                if self._flaw != "shifted":
                    holder.pop(name, None)
                elif isinstance(holder.get(name), int):
                    holder[name] += 1


def called(value: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What tells the id of a call: pieces of one in OpenAI's chunks, else what an event opens."""
    yield from (call for call in tool_calls(value) if isinstance(call, dict))
    for name in OPENED:
        opened = value.get(name)
        if isinstance(opened, dict) and str(opened.get("type")).endswith(("tool_use", "_call")):
            yield opened


class Interleaving(Picking):
    """Holds the pieces of calls; what follows them sends them off, one of each call in turn."""

    def __init__(self, fault: ToolCalls) -> None:
        super().__init__(fault)
        self._held: dict[Any, list[WireEvent]] = {}

    def pick(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        place = place_of(event)
        if place is None:
            return (*self._release(), event)
        self._held.setdefault(place, []).append(event)
        return ()

    def edit_rest(self, rest: bytes) -> Iterable[bytes]:
        return (*(event.raw for event in self._release()), rest)

    def _release(self) -> list[WireEvent]:
        rows = zip_longest(*self._held.values())
        self._held = {}
        return [event for row in rows for event in row if event is not None]


def place_of(event: WireEvent) -> Any:
    """Which call a piece belongs to; None of any other event."""
    pieces = [call.get("index") for call in tool_calls(event.object) if isinstance(call, dict)]
    if pieces:
        return pieces[0]
    delta = event.object.get("delta")
    if isinstance(delta, dict) and delta.get("type") == "input_json_delta":
        return event.object.get("index")
    return event.object.get("output_index") if "call_arguments" in event.type else None
