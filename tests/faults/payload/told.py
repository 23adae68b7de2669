"""What a client makes of an answer, the same for all API families; a stream is checked as it is read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from fakeai_proxy.core.sse import Decoder

from .answers import Api

Object = dict[str, Any]


@dataclass
class Told:
    """One answer; of several choices the first."""

    text: str | None = None
    thoughts: str | None = None
    refusal: str | None = None
    calls: list[tuple[str | None, str, str]] = field(default_factory=list)
    """Id, name, arguments."""
    parts: list[Object] = field(default_factory=list)
    """Of unknown types."""
    reason: str | None = None
    usage: Object | None = None
    model: str | None = None


def told(api: Api, body: bytes) -> Told:
    """What a whole body tells."""
    return WHOLE[api](json.loads(body))


def told_by_stream(api: Api, body: bytes) -> Told:
    """What a stream tells, put together."""
    return STREAMED[api](values(body))


def values(body: bytes) -> list[Object]:
    """The data of each event; `[DONE]` is left out."""
    return [json.loads(event.data) for event in Decoder().feed(body) if event.data != "[DONE]"]


# ── chat completions ───────────────────────────────────────────────────────────────────────────


def chat(answer: Object) -> Told:
    if not answer["choices"]:
        return Told(usage=answer.get("usage"), model=answer["model"])
    choice = answer["choices"][0]
    said = choice["message"]
    content = said.get("content")
    parts = content if isinstance(content, list) else []
    texts = [part["text"] for part in parts if part["type"] == "text"]
    return Told(
        "".join(texts) if parts else content,
        said.get("reasoning_content"),
        said.get("refusal"),
        [call_of(call) for call in said.get("tool_calls") or ()],
        [part for part in parts if part["type"] != "text"],
        choice["finish_reason"],
        answer.get("usage"),
        answer["model"],
    )


def call_of(call: Object) -> tuple[str | None, str, str]:
    return call.get("id"), call["function"]["name"], call["function"]["arguments"]


def chat_stream(chunks: list[Object]) -> Told:
    made, calls = Told(), dict[int, Object]()
    for chunk in chunks:
        made.model = chunk["model"]
        made.usage = chunk.get("usage") or made.usage
        for choice in chunk["choices"]:
            if choice["index"]:
                continue
            assert made.reason is None, "something is said after the end"
            delta = choice["delta"]
            assert delta or choice["finish_reason"], "an empty chunk"
            made.reason = choice["finish_reason"]
            if isinstance(content := delta.get("content"), list):
                made.parts += content
                made.text = made.text or None
            elif content is not None:
                made.text = (made.text or "") + content
            for name, attribute in (("reasoning_content", "thoughts"), ("refusal", "refusal")):
                if delta.get(name) is not None:
                    setattr(made, attribute, (getattr(made, attribute) or "") + delta[name])
            for call in delta.get("tool_calls", ()):
                known = calls.setdefault(call["index"], {"id": call.get("id"), "function": {"arguments": ""}})
                known["function"]["name"] = known["function"].get("name") or call["function"]["name"]
                known["function"]["arguments"] += call["function"]["arguments"]
    assert sorted(calls) == list(range(len(calls)))
    made.calls = [call_of(calls[index]) for index in sorted(calls)]
    return made


# ── legacy completions ─────────────────────────────────────────────────────────────────────────


def completion(answer: Object) -> Told:
    if not answer["choices"]:
        return Told(usage=answer.get("usage"), model=answer["model"])
    choice = answer["choices"][0]
    return Told(
        choice["text"], reason=choice["finish_reason"], usage=answer.get("usage"), model=answer["model"]
    )


def completion_stream(chunks: list[Object]) -> Told:
    made = Told()
    for chunk in chunks:
        made.model, made.usage = chunk["model"], chunk.get("usage") or made.usage
        for choice in chunk["choices"]:
            if choice["index"] == 0:
                made.text, made.reason = (made.text or "") + choice["text"], choice["finish_reason"]
    return made


# ── messages of Anthropic ──────────────────────────────────────────────────────────────────────


def message(answer: Object) -> Told:
    made = Told(reason=answer["stop_reason"], usage=answer.get("usage"), model=answer["model"])
    for block in answer["content"]:
        match block["type"]:
            case "text":
                made.text = (made.text or "") + block["text"]
            case "thinking":
                made.thoughts = (made.thoughts or "") + block["thinking"]
            case "tool_use":
                made.calls.append((block.get("id"), block["name"], json.dumps(block["input"])))
            case _:
                made.parts.append(block)
    return made


def message_stream(events: list[Object]) -> Told:
    content, at = list[Object](), -1
    answer: Object = {}
    pieces = ""
    for event in events:
        match event["type"]:
            case "message_start":
                answer = event["message"]
            case "content_block_start":
                assert event["index"] == len(content)
                at, pieces = event["index"], ""
                content.append(dict(event["content_block"]))
            case "content_block_delta":
                assert event["index"] == at
                for name in ("text", "thinking"):
                    if name in event["delta"]:
                        content[at][name] += event["delta"][name]
                pieces += event["delta"].get("partial_json", "")
            case "content_block_stop":
                assert event["index"] == at
                if content[at]["type"] == "tool_use":
                    content[at]["input"] = parsed(pieces)
                at = -1
            case "message_delta":
                assert at == -1
                answer = {**answer, **event["delta"]}
                if "usage" in event and answer.get("usage") is not None and event["usage"] is not None:
                    answer["usage"] = {**answer["usage"], **event["usage"]}
    return message({**answer, "content": content})


def parsed(text: str) -> Any:
    """As the whole message would have it."""
    try:
        return json.loads(text)
    except ValueError:
        return text


# ── responses ──────────────────────────────────────────────────────────────────────────────────


def response(answer: Object) -> Told:
    status = answer["status"]
    made = Told(usage=answer.get("usage"), model=answer["model"])
    made.reason = answer["incomplete_details"]["reason"] if status == "incomplete" else status
    for item in answer["output"]:
        match item["type"]:
            case "message":
                read_parts(made, item["content"])
            case "reasoning":
                said = "".join(part["text"] for part in item["summary"])
                made.thoughts = (made.thoughts or "") + said
            case "function_call":
                made.calls.append((item.get("call_id"), item["name"], item["arguments"]))
    ids = [item["id"] for item in answer["output"]]
    assert len(set(ids)) == len(ids)
    return made


def read_parts(made: Told, parts: Iterable[Object]) -> None:
    for part in parts:
        match part["type"]:
            case "output_text":
                made.text = (made.text or "") + part["text"]
            case "refusal":
                made.refusal = part["refusal"]
            case _:
                made.parts.append(part)


def response_stream(events: list[Object]) -> Told:
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    done: list[Object] = []
    said = ""
    for event in events:
        kind = event["type"]
        if kind == "response.output_item.added":
            assert event["output_index"] == len(done)
            said = ""
        elif kind.endswith(".delta"):
            assert event["output_index"] == len(done)
            said += event["delta"]
        elif kind == "response.output_item.done":
            done.append(event["item"])
            assert said in ("", text_in(event["item"]))
        elif kind.endswith(("_text.done", "arguments.done", "refusal.done")):
            assert said == event.get("text", event.get("arguments", event.get("refusal")))
    final = events[-1]["response"]
    assert events[-1]["type"] == f"response.{final['status']}" or final["status"] not in (
        "completed",
        "incomplete",
    )
    assert final["output"] == done
    return response(final)


def text_in(item: Object) -> str:
    if item["type"] == "function_call":
        arguments: str = item["arguments"]
        return arguments
    parts = item.get("content") or item.get("summary") or ()
    return "".join(part.get("text", part.get("refusal", "")) for part in parts)


WHOLE = {"chat": chat, "completion": completion, "message": message, "response": response}
STREAMED = {
    "chat": chat_stream,
    "completion": completion_stream,
    "message": message_stream,
    "response": response_stream,
}
