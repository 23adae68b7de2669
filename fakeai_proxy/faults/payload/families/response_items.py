"""The events that say an item of a response."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fakeai_proxy.faults.payload.edit import Object, cut

from .family import Named
from .response import ARGUMENTS

EVENTS_OF_CALLS = {
    "function_call": "response.function_call_arguments",
    "custom_tool_call": "response.custom_tool_call_input",
}
TEXT_FIELDS = {"output_text": "text", "refusal": "refusal"}


def events_of(item: Object, number: int, pieces: int = 1) -> Iterator[Named]:
    """The events of a whole item, whose arguments come in so many pieces."""
    at = {"item_id": item["id"], "output_index": number}
    match item["type"]:
        case "message":
            opening, between = {**item, "content": []}, said_by_message(item, at)
        case "reasoning":
            opening, between = {**item, "summary": []}, said_by_reasoning(item, at)
        case form:
            opening, between = {**item, ARGUMENTS[form]: ""}, said_by_call(item, at, pieces)
    opening["status"] = "in_progress"
    yield event("response.output_item.added", output_index=number, item=opening)
    yield from between
    yield event("response.output_item.done", output_index=number, item=item)


def said_by_call(item: Object, at: Object, pieces: int) -> Iterator[Named]:
    form = item["type"]
    field, name = ARGUMENTS[form], EVENTS_OF_CALLS[form]
    for piece in cut(item[field], pieces):
        yield event(f"{name}.delta", **at, delta=piece)
    called = {"name": item["name"]} if form == "function_call" else {}
    yield event(f"{name}.done", **at, **called, **{field: item[field]})


def said_by_message(item: Object, at: Object) -> Iterator[Named]:
    for number, part in enumerate(item["content"]):
        at = {**at, "content_index": number}
        field = TEXT_FIELDS.get(part["type"])
        yield event("response.content_part.added", **at, part={**part, field: ""} if field else part)
        if field:
            yield said_delta(part["type"], at, part[field])
            yield event(f"response.{part['type']}.done", **at, **logprobs(part), **{field: part[field]})
        yield event("response.content_part.done", **at, part=part)


def said_by_reasoning(item: Object, at: Object) -> Iterator[Named]:
    for number, part in enumerate(item["summary"]):
        at = {**at, "summary_index": number}
        yield event("response.reasoning_summary_part.added", **at, part={**part, "text": ""})
        yield event("response.reasoning_summary_text.delta", **at, delta=part["text"])
        yield event("response.reasoning_summary_text.done", **at, text=part["text"])
        yield event("response.reasoning_summary_part.done", **at, part=part)


def said_delta(kind: str, at: Object, text: str) -> Named:
    """A piece of a content part of `kind`, at the place that another event of it tells."""
    place = {name: at[name] for name in ("item_id", "output_index", "content_index") if name in at}
    return event(f"response.{kind}.delta", **place, **logprobs({"type": kind}), delta=text)


def logprobs(part: Object) -> Object:
    return {"logprobs": []} if part["type"] == "output_text" else {}


def event(name: str, /, **fields: Any) -> Named:
    return name, {"type": name, **fields}
