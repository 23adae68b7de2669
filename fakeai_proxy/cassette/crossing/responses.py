"""`response` and the events that tell of it.

https://platform.openai.com/docs/api-reference/responses-streaming
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .family import Named, Object, objects, text_of
from .pieces import words

ENDS = ("response.completed", "response.incomplete", "response.failed")


class Responses:
    """The last event holds the whole response."""

    DONE = False

    def whole(self, events: Sequence[Object]) -> Object | None:
        ended = next((event for event in reversed(events) if event.get("type") in ENDS), {})
        response = ended.get("response")
        return response if isinstance(response, dict) else None

    def events(self, body: Object, usage: bool) -> Iterator[Named]:
        for number, (kind, fields) in enumerate(_events(body)):
            yield Named(kind, {"type": kind, "sequence_number": number, **fields})


FAMILY = Responses()


def _events(body: Object) -> Iterator[tuple[str, Object]]:
    begun = {**body, "status": "in_progress", "output": [], "usage": None, "completed_at": None}
    begun = {name: value for name, value in begun.items() if name in body}
    yield "response.created", {"response": begun}
    yield "response.in_progress", {"response": begun}
    for index, item in enumerate(objects(body.get("output"))):
        yield from _item(index, item)
    status = body.get("status", "completed")
    yield f"response.{status}" if f"response.{status}" in ENDS else ENDS[0], {"response": body}


def _item(index: int, item: Object) -> Iterator[tuple[str, Object]]:
    empty = {name: [] if name in ("content", "summary") else value for name, value in item.items()}
    empty |= {name: "" for name in ("arguments", "input") if isinstance(item.get(name), str)}
    if "status" in item:
        empty["status"] = "in_progress"
    yield "response.output_item.added", {"output_index": index, "item": empty}
    where = {"item_id": item.get("id"), "output_index": index}
    for name, kind in (("arguments", "function_call_arguments"), ("input", "custom_tool_call_input")):
        if isinstance(item.get(name), str):
            for piece in words(item[name]):
                yield f"response.{kind}.delta", {**where, "delta": piece}
            yield f"response.{kind}.done", {**where, name: item[name]}
    for at, part in enumerate(objects(item.get("summary"))):
        yield from _part(
            {**where, "summary_index": at}, part, "reasoning_summary_part", "reasoning_summary_text"
        )
    for at, part in enumerate(objects(item.get("content"))):
        yield from _part({**where, "content_index": at}, part, "content_part", _kind(part))
    yield "response.output_item.done", {"output_index": index, "item": item}


def _kind(part: Object) -> str:
    return text_of(part.get("type"))


def _part(where: Object, part: Object, around: str, kind: str) -> Iterator[tuple[str, Object]]:
    name = "refusal" if "refusal" in part else "text"
    empty = {key: [] if isinstance(value, list) else value for key, value in part.items()} | {name: ""}
    yield f"response.{around}.added", {**where, "part": empty}
    for piece in words(text_of(part.get(name))):
        yield f"response.{kind}.delta", {**where, "delta": piece}
    for at, note in enumerate(objects(part.get("annotations"))):
        yield "response.output_text.annotation.added", {**where, "annotation_index": at, "annotation": note}
    yield f"response.{kind}.done", {**where, name: text_of(part.get(name))}
    yield f"response.{around}.done", {**where, "part": part}
