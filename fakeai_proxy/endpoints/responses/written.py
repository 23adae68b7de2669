"""What a response puts out: items, each with the tokens it was written in."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from fakeai_proxy.endpoints.logprobs import chat_logprobs
from fakeai_proxy.endpoints.sampling import Called, Choice
from fakeai_proxy.synth import prose
from fakeai_proxy.wire.responses import ResponseRequest

from .items import item_id

OUT = -1
"""The number of the first item that is put out, and down from there; those that are sent have 0, 1, ..."""
SUMMARY = 48
"""Most tokens of a summary of reasoning."""
SEALED = 192
"""Bytes of reasoning that only its maker can read."""


class Written(NamedTuple):
    """One item of the output."""

    item: Mapping[str, Any]
    """As it is when it is done."""
    pieces: tuple[str, ...] = ()
    """The text that its deltas bring; of what is written token by token, one piece is one token."""
    before: int = 0
    """Tokens written before the first piece; of reasoning that is not shown, all of its tokens."""
    citations: tuple[Mapping[str, Any], ...] = ()
    """What the text may cite of what a hosted tool has found."""


def written(
    choice: Choice, hosted: Sequence[Written], name: str, body: ResponseRequest, rng: np.random.Generator
) -> list[Written]:
    """The items of `choice` in their order: what was thought, what `hosted` tools did, what is said."""
    found = list(thought(choice, name, body, rng))
    found += hosted
    annotations = [one for call in hosted for one in call.citations]
    ended = "incomplete" if choice.finish_reason == "length" else "completed"
    if choice.pieces:
        found.append(message(choice, item_id("message", name, OUT), annotations, ended))
    for at, call in enumerate(choice.calls):
        status = ended if at == len(choice.calls) - 1 else "completed"
        found.append(called(call, name, OUT - at, status))
    return found


def thought(choice: Choice, name: str, body: ResponseRequest, rng: np.random.Generator) -> Iterator[Written]:
    """The reasoning of `choice`, if there was some."""
    if not choice.reasoned:
        return
    item: dict[str, Any] = {"id": item_id("reasoning", name, OUT), "type": "reasoning", "summary": []}
    if body.includes("reasoning.encrypted_content"):
        item["encrypted_content"] = b64encode(rng.bytes(SEALED)).decode()
    if choice.reasoning is not None:
        shown = [{"type": "reasoning_text", "text": "".join(choice.reasoning)}]
        yield Written({**item, "content": shown}, choice.reasoning)
        return
    asked = body.reasoning or {}
    pieces: tuple[str, ...] = ()
    if asked.get("summary") or asked.get("generate_summary"):
        pieces = tuple(prose(rng, min(SUMMARY, choice.reasoned)))
        item["summary"] = [{"type": "summary_text", "text": "".join(pieces)}]
    yield Written(item, pieces, choice.reasoned)


def message(choice: Choice, id: str, annotations: Sequence[Mapping[str, Any]], status: str) -> Written:
    """What is said, with the sources that hosted tools have found."""
    text = choice.text
    part: dict[str, Any] = {
        "type": "output_text",
        "text": text,
        "annotations": [placed(one, text) for one in annotations],
        "logprobs": chat_logprobs(choice.logprobs or ())["content"],
    }
    if choice.refused:
        part = {"type": "refusal", "refusal": text}
    item = {"id": id, "type": "message", "status": status, "role": "assistant", "content": [part]}
    return Written(item, choice.pieces)


def called(call: Called, name: str, number: int, status: str) -> Written:
    """A call of a tool that the client runs."""
    kind, said = ("custom_tool_call", "input") if call.kind == "custom" else ("function_call", "arguments")
    head = {"id": item_id(kind, name, number), "type": kind, "status": status, "call_id": call.id}
    return Written({**head, "name": call.name, said: call.text}, call.pieces, call.frame)


def placed(annotation: Mapping[str, Any], text: str) -> dict[str, Any]:
    """`annotation` of all of `text`: a page from beginning to end, a file behind what is quoted of it."""
    if annotation["type"] == "file_citation":
        quote = annotation["quote"]
        at = text.find(quote)
        index = len(text) if at < 0 else at + len(quote)
        return {name: one for name, one in annotation.items() if name != "quote"} | {"index": index}
    return {**annotation, "start_index": 0, "end_index": len(text)}
