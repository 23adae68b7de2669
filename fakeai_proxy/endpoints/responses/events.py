"""The events of a stream, numbered, and which of them each item of the output makes.

https://platform.openai.com/docs/api-reference/responses-streaming
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pydantic_core import to_json

from fakeai_proxy.endpoints.obfuscation import Obfuscation

from .written import Written

TICK = b""
"""What follows comes with the next token."""
Place = Mapping[str, Any]
"""`item_id` and `output_index`, and what else tells where an event belongs."""


class Frame:
    """Makes the events of one stream; their numbers go up from 0."""

    def __init__(self, noise: Obfuscation | None) -> None:
        self._noise, self._number = noise, 0

    def __call__(self, kind: str, **fields: Any) -> bytes:
        """One event."""
        content = to_json({"type": kind, "sequence_number": self._number, **fields})  # one line, always
        self._number += 1
        return b"event: %b\ndata: %b\n\n" % (kind.encode(), content)

    @property
    def latest(self) -> int:
        """The number of the latest event."""
        return self._number - 1

    def opening(self, shown: Mapping[str, Any]) -> Iterator[bytes]:
        """The events before the first item."""
        if shown["background"]:
            waiting = {**shown, "status": "queued"}
            yield self("response.created", response=waiting)
            yield self("response.queued", response=waiting)
        else:
            yield self("response.created", response=shown)
        yield self("response.in_progress", response=shown)

    def closing(self, shown: Mapping[str, Any]) -> bytes:
        """The last event: response.completed, .incomplete or .failed."""
        return self(f"response.{shown['status']}", response=shown)

    def delta(self, kind: str, place: Place, piece: str, **fields: Any) -> bytes:
        """A piece of a text."""
        if self._noise is not None:
            fields["obfuscation"] = self._noise(len(piece.encode("utf-8", "replace"))).decode()
        return self(kind, **place, delta=piece, **fields)

    def items(self, written: Sequence[Written]) -> Iterator[bytes]:
        """The events of all items, with as many TICKs as tokens were written for them."""
        for index, one in enumerate(written):
            yield from SCRIPTS[one.item["type"]](self, one, index)

    def added(self, one: Written, index: int, **empty: Any) -> bytes:
        """It begins; what it says is `empty` yet."""
        status = {"status": "in_progress"} if "status" in one.item else {}
        return self("response.output_item.added", output_index=index, item={**one.item, **status, **empty})

    def done(self, one: Written, index: int) -> bytes:
        """It is whole."""
        return self("response.output_item.done", output_index=index, item=one.item)


def message(frame: Frame, one: Written, index: int) -> Iterator[bytes]:
    part = one.item["content"][0]
    place = {"item_id": one.item["id"], "output_index": index, "content_index": 0}
    if part["type"] == "refusal":
        yield from refusal(frame, one, index, place)
        return
    logprobs = [without_bytes(logprob) for logprob in part["logprobs"]]
    yield TICK
    yield frame.added(one, index, content=[])
    empty = {**part, "text": "", "annotations": [], "logprobs": []}
    yield frame("response.content_part.added", **place, part=empty)
    for at, piece in enumerate(one.pieces):
        if at:
            yield TICK
        yield frame.delta("response.output_text.delta", place, piece, logprobs=logprobs[at : at + 1])
    for at, annotation in enumerate(part["annotations"]):
        kind = "response.output_text.annotation.added"
        yield frame(kind, **place, annotation_index=at, annotation=annotation)
    yield frame("response.output_text.done", **place, text=part["text"], logprobs=logprobs)
    yield frame("response.content_part.done", **place, part=part)
    yield frame.done(one, index)


def refusal(frame: Frame, one: Written, index: int, place: Place) -> Iterator[bytes]:
    """A message that refuses to answer."""
    part = one.item["content"][0]
    yield TICK
    yield frame.added(one, index, content=[])
    yield frame("response.content_part.added", **place, part={**part, "refusal": ""})
    for at, piece in enumerate(one.pieces):
        if at:
            yield TICK
        yield frame.delta("response.refusal.delta", place, piece)
    yield frame("response.refusal.done", **place, refusal=part["refusal"])
    yield frame("response.content_part.done", **place, part=part)
    yield frame.done(one, index)


def without_bytes(logprob: Mapping[str, Any]) -> dict[str, Any]:
    """A log probability, as the events of a text have it."""
    top = [{"token": other["token"], "logprob": other["logprob"]} for other in logprob["top_logprobs"]]
    return {"token": logprob["token"], "logprob": logprob["logprob"], "top_logprobs": top}


def reasoning(frame: Frame, one: Written, index: int) -> Iterator[bytes]:
    place = {"item_id": one.item["id"], "output_index": index}
    if "content" in one.item:
        yield frame.added(one, index, content=[])
        yield from thoughts(frame, one, {**place, "content_index": 0})
    else:
        yield frame.added(one, index, summary=[])
        yield from summary(frame, one, {**place, "summary_index": 0})
    yield frame.done(one, index)


def thoughts(frame: Frame, one: Written, place: Place) -> Iterator[bytes]:
    """Reasoning that is shown."""
    part = one.item["content"][0]
    yield TICK
    yield frame("response.content_part.added", **place, part={**part, "text": ""})
    for at, piece in enumerate(one.pieces):
        if at:
            yield TICK
        yield frame.delta("response.reasoning_text.delta", place, piece)
    yield frame("response.reasoning_text.done", **place, text=part["text"])
    yield frame("response.content_part.done", **place, part=part)


def summary(frame: Frame, one: Written, place: Place) -> Iterator[bytes]:
    """Reasoning that is not shown, of which a summary may be: it comes while the model thinks."""
    begin = "response.reasoning_summary_"
    if one.pieces:
        yield frame(f"{begin}part.added", **place, part={"type": "summary_text", "text": ""})
    for at in range(one.before):
        yield TICK
        if at < len(one.pieces):
            yield frame.delta(f"{begin}text.delta", place, one.pieces[at])
    if one.pieces:
        part = one.item["summary"][0]
        yield frame(f"{begin}text.done", **place, text=part["text"])
        yield frame(f"{begin}part.done", **place, part=part)


def function_call(frame: Frame, one: Written, index: int) -> Iterator[bytes]:
    yield from calling(
        frame, one, index, "response.function_call_arguments", "arguments", name=one.item["name"]
    )


def custom_tool_call(frame: Frame, one: Written, index: int) -> Iterator[bytes]:
    yield from calling(frame, one, index, "response.custom_tool_call_input", "input")


def calling(frame: Frame, one: Written, index: int, kind: str, said: str, **named: str) -> Iterator[bytes]:
    """A call that the client is to run: its name with the tokens before what it is called with."""
    place = {"item_id": one.item["id"], "output_index": index}
    for _ in range(one.before):
        yield TICK
    yield frame.added(one, index, **{said: ""})
    for piece in one.pieces:
        yield TICK
        yield frame.delta(f"{kind}.delta", place, piece)
    yield frame(f"{kind}.done", **place, **{said: one.item[said]}, **named)
    yield frame.done(one, index)


def file_search_call(frame: Frame, one: Written, index: int) -> Iterator[bytes]:
    yield from searching(frame, one, index, queries=[], results=None)


def searching(frame: Frame, one: Written, index: int, **empty: Any) -> Iterator[bytes]:
    place = {"item_id": one.item["id"], "output_index": index}
    yield frame.added(one, index, **empty)
    for state in ("in_progress", "searching", "completed"):
        yield frame(f"response.{one.item['type']}.{state}", **place)
    yield frame.done(one, index)


def code_interpreter_call(frame: Frame, one: Written, index: int) -> Iterator[bytes]:
    place = {"item_id": one.item["id"], "output_index": index}
    kind = "response.code_interpreter_call"
    yield frame.added(one, index, code="")
    yield frame(f"{kind}.in_progress", **place)
    for piece in one.pieces:
        yield frame.delta(f"{kind}_code.delta", place, piece)
    yield frame(f"{kind}_code.done", **place, code=one.item["code"])
    yield frame(f"{kind}.interpreting", **place)
    yield frame(f"{kind}.completed", **place)
    yield frame.done(one, index)


def image_generation_call(frame: Frame, one: Written, index: int) -> Iterator[bytes]:
    place = {"item_id": one.item["id"], "output_index": index}
    kind = "response.image_generation_call"
    look = {name: one.item[name] for name in ("background", "output_format", "quality", "size")}
    yield frame.added(one, index, result=None)
    yield frame(f"{kind}.in_progress", **place)
    yield frame(f"{kind}.generating", **place)
    for at, piece in enumerate(one.pieces):
        shown = {"partial_image_index": at, "partial_image_b64": piece}
        yield frame(f"{kind}.partial_image", **place, **shown, **look)
    yield frame(f"{kind}.completed", **place)
    yield frame.done(one, index)


def mcp_list_tools(frame: Frame, one: Written, index: int) -> Iterator[bytes]:
    place = {"item_id": one.item["id"], "output_index": index}
    yield frame.added(one, index, tools=[])
    yield frame("response.mcp_list_tools.in_progress", **place)
    yield frame("response.mcp_list_tools.completed", **place)
    yield frame.done(one, index)


def mcp_call(frame: Frame, one: Written, index: int) -> Iterator[bytes]:
    place = {"item_id": one.item["id"], "output_index": index}
    yield frame.added(one, index, arguments="", output=None)
    yield frame("response.mcp_call.in_progress", **place)
    for piece in one.pieces:
        yield frame.delta("response.mcp_call_arguments.delta", place, piece)
    yield frame("response.mcp_call_arguments.done", **place, arguments=one.item["arguments"])
    yield frame("response.mcp_call.completed", **place)
    yield frame.done(one, index)


def at_once(frame: Frame, one: Written, index: int) -> Iterator[bytes]:
    yield frame.added(one, index)
    yield frame.done(one, index)


SCRIPTS: Mapping[str, Callable[[Frame, Written, int], Iterator[bytes]]] = {
    "message": message,
    "reasoning": reasoning,
    "function_call": function_call,
    "custom_tool_call": custom_tool_call,
    "web_search_call": searching,
    "file_search_call": file_search_call,
    "code_interpreter_call": code_interpreter_call,
    "image_generation_call": image_generation_call,
    "mcp_list_tools": mcp_list_tools,
    "mcp_call": mcp_call,
    "mcp_approval_request": at_once,
}
"""The events of an item, by its type."""
