"""Answers of every API family that says them, whole and streamed, with what they say told once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from fakeai_proxy.core.sse import encode

Api = Literal["chat", "completion", "message", "response"]
APIS: tuple[Api, ...] = ("chat", "completion", "message", "response")
SPEAKING: tuple[Api, ...] = ("chat", "message", "response")
"""Those that know tool calls."""

WORDS = ("The", " quick", " brown", " fox", " jumps", ".")
"""One token each."""
WEATHER = ("call_1", "get_weather", ('{"city"', ': "Ber', 'lin", ', '"days": ', "3}"))
TIME = ("call_2", "get_time", ('{"zone": "', 'CET"}'))
SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
    "required": ["city"],
}
OFFERED = {"get_weather": SCHEMA, "get_time": {"type": "object", "properties": {"zone": {"enum": ["CET"]}}}}

Object = dict[str, Any]
Called = tuple[str, str, Sequence[str]]


@dataclass(frozen=True)
class Answer:
    """What a model says."""

    words: Sequence[str] = WORDS
    calls: Sequence[Called] = ()
    thoughts: Sequence[str] = ()
    prompt: int = 9
    model: str = "gpt-4o-2024-08-06"
    length: bool = False
    """It was cut off by the limit."""
    choices: int = 1

    @property
    def text(self) -> str:
        return "".join(self.words)

    @property
    def spent(self) -> int:
        return len(self.words) * self.choices + 20

    def whole(self, api: Api) -> bytes:
        return json.dumps(WHOLE[api](self)).encode()

    def streamed(self, api: Api) -> list[bytes]:
        """One event each."""
        return list(STREAMED[api](self))


def reason(answer: Answer, stop: str, length: str, calls: str) -> str:
    return length if answer.length else calls if answer.calls else stop


# ── chat completions ───────────────────────────────────────────────────────────────────────────


def usage(answer: Answer) -> Object:
    return {
        "prompt_tokens": answer.prompt,
        "completion_tokens": answer.spent,
        "total_tokens": answer.prompt + answer.spent,
        "prompt_tokens_details": {"cached_tokens": 0},
    }


def function(call: Called) -> Object:
    id, name, pieces = call
    return {"id": id, "type": "function", "function": {"name": name, "arguments": "".join(pieces)}}


def chat(answer: Answer) -> Object:
    message: Object = {"role": "assistant", "content": answer.text if answer.words else None, "refusal": None}
    if answer.thoughts:
        message["reasoning_content"] = "".join(answer.thoughts)
    if answer.calls:
        message["tool_calls"] = [function(call) for call in answer.calls]
    finish = reason(answer, "stop", "length", "tool_calls")
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish}
    choices = [{**choice, "index": n, "message": dict(message)} for n in range(answer.choices)]
    return {**common("chat.completion", answer), "choices": choices, "usage": usage(answer)}


def common(kind: str, answer: Answer) -> Object:
    return {
        "id": "chatcmpl-1",
        "object": kind,
        "created": 1_750_000_000,
        "model": answer.model,
        "vendor": [1.5],
    }


def chat_stream(answer: Answer) -> Iterator[bytes]:
    def chunk(delta: Object, finish: str | None = None, index: int = 0) -> bytes:
        choice = {"index": index, "delta": delta, "logprobs": None, "finish_reason": finish}
        return data({**common("chat.completion.chunk", answer), "choices": [choice], "usage": None})

    choices = range(answer.choices)
    for n in choices:
        yield chunk({"role": "assistant", "content": "", "refusal": None}, index=n)
    for thought in answer.thoughts:
        yield from (chunk({"reasoning_content": thought}, index=n) for n in choices)
    for word in answer.words:
        yield from (chunk({"content": word}, index=n) for n in choices)
    for index, (id, name, pieces) in enumerate(answer.calls):
        called = {"name": name, "arguments": ""}
        yield chunk({"tool_calls": [{"index": index, "id": id, "type": "function", "function": called}]})
        for piece in pieces:
            yield chunk({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
    for n in choices:
        yield chunk({}, reason(answer, "stop", "length", "tool_calls"), index=n)
    yield data({**common("chat.completion.chunk", answer), "choices": [], "usage": usage(answer)})
    yield b"data: [DONE]\n\n"


# ── legacy completions ─────────────────────────────────────────────────────────────────────────


def completion(answer: Answer) -> Object:
    finish = reason(answer, "stop", "length", "stop")
    choices = [completion_choice(answer.text, finish, n) for n in range(answer.choices)]
    return {**common("text_completion", answer), "choices": choices, "usage": usage(answer)}


def completion_choice(text: str, finish: str | None, index: int = 0) -> Object:
    return {"text": text, "index": index, "logprobs": None, "finish_reason": finish}


def completion_stream(answer: Answer) -> Iterator[bytes]:
    def chunk(text: str, finish: str | None, index: int) -> bytes:
        choice = completion_choice(text, finish, index)
        return data({**common("text_completion", answer), "choices": [choice], "usage": None})

    choices = range(answer.choices)
    for word in answer.words:
        yield from (chunk(word, None, n) for n in choices)
    yield from (chunk("", reason(answer, "stop", "length", "stop"), n) for n in choices)
    yield data({**common("text_completion", answer), "choices": [], "usage": usage(answer)})
    yield b"data: [DONE]\n\n"


# ── messages of Anthropic ──────────────────────────────────────────────────────────────────────


def envelope(answer: Answer) -> Object:
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": answer.model,
        "stop_sequence": None,
    }


def blocks(answer: Answer) -> Iterator[tuple[Object, str, Sequence[str]]]:
    """Each block empty, the kind of its deltas, and the pieces."""
    if answer.thoughts:
        empty = {"type": "thinking", "thinking": "", "signature": ""}
        yield empty, "thinking_delta thinking", answer.thoughts
    if answer.words:
        yield {"type": "text", "text": ""}, "text_delta text", answer.words
    for id, name, pieces in answer.calls:
        called = {"type": "tool_use", "id": id, "name": name, "input": {}}
        yield called, "input_json_delta partial_json", pieces


def filled(block: Object, kind: str, pieces: Sequence[str]) -> Object:
    if block["type"] == "tool_use":
        return {**block, "input": json.loads("".join(pieces))}
    return {**block, kind.split()[1]: "".join(pieces)}


def message(answer: Answer) -> Object:
    stop = reason(answer, "end_turn", "max_tokens", "tool_use")
    account = {"input_tokens": answer.prompt, "output_tokens": answer.spent}
    content = [filled(*block) for block in blocks(answer)]
    return {**envelope(answer), "content": content, "stop_reason": stop, "usage": account}


def message_stream(answer: Answer) -> Iterator[bytes]:
    started = {"input_tokens": answer.prompt, "output_tokens": 1}
    begun = {**envelope(answer), "content": [], "stop_reason": None, "usage": started}
    yield named("message_start", message=begun)
    yield named("ping")
    for index, (block, kind, pieces) in enumerate(blocks(answer)):
        delta, name = kind.split()
        yield named("content_block_start", index=index, content_block=block)
        for piece in pieces:
            yield named("content_block_delta", index=index, delta={"type": delta, name: piece})
        yield named("content_block_stop", index=index)
    stop = {"stop_reason": reason(answer, "end_turn", "max_tokens", "tool_use"), "stop_sequence": None}
    yield named("message_delta", delta=stop, usage={"output_tokens": answer.spent})
    yield named("message_stop")


# ── responses ──────────────────────────────────────────────────────────────────────────────────


def items(answer: Answer) -> Iterator[tuple[Object, Sequence[str]]]:
    if answer.thoughts:
        summary = [{"type": "summary_text", "text": "".join(answer.thoughts)}]
        yield {"id": "rs_1", "type": "reasoning", "summary": summary}, answer.thoughts
    if answer.words:
        part = {"type": "output_text", "text": answer.text, "annotations": [], "logprobs": []}
        said = {"role": "assistant", "status": "completed", "content": [part]}
        yield {"id": "msg_1", "type": "message", **said}, answer.words
    for n, (id, name, pieces) in enumerate(answer.calls):
        called = {"call_id": id, "name": name, "arguments": "".join(pieces), "status": "completed"}
        yield {"id": f"fc_{n}", "type": "function_call", **called}, pieces


def response(answer: Answer) -> Object:
    output, spent = [item for item, _ in items(answer)], answer.spent
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1_750_000_000,
        "model": answer.model,
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "error": None,
        "metadata": {},
        "status": "incomplete" if answer.length else "completed",
        "incomplete_details": {"reason": "max_output_tokens"} if answer.length else None,
        "output": output,
        "usage": {
            "input_tokens": answer.prompt,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": spent,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": answer.prompt + spent,
        },
    }


def response_stream(answer: Answer) -> Iterator[bytes]:
    for number, event in enumerate(response_events(answer)):
        yield named(**event, sequence_number=number)


def response_events(answer: Answer) -> Iterator[Object]:
    whole = response(answer)
    begun = {**whole, "status": "in_progress", "output": [], "usage": None, "incomplete_details": None}
    yield {"type": "response.created", "response": begun}
    yield {"type": "response.in_progress", "response": begun}
    for index, (item, pieces) in enumerate(items(answer)):
        at = {"item_id": item["id"], "output_index": index}
        empty = {"content": []} if item["type"] == "message" else {"arguments": ""} if "name" in item else {}
        added = {**item, **empty, "status": "in_progress"}
        yield {"type": "response.output_item.added", "output_index": index, "item": added}
        yield from INSIDE[item["type"]](item, at, pieces)
        yield {"type": "response.output_item.done", "output_index": index, "item": item}
    yield {"type": f"response.{whole['status']}", "response": whole}


def inside_message(item: Object, at: Object, pieces: Sequence[str]) -> Iterator[Object]:
    at, part = {**at, "content_index": 0}, item["content"][0]
    yield {"type": "response.content_part.added", **at, "part": {**part, "text": ""}}
    for piece in pieces:
        yield {"type": "response.output_text.delta", **at, "delta": piece, "logprobs": []}
    yield {"type": "response.output_text.done", **at, "text": part["text"], "logprobs": []}
    yield {"type": "response.content_part.done", **at, "part": part}


def inside_call(item: Object, at: Object, pieces: Sequence[str]) -> Iterator[Object]:
    for piece in pieces:
        yield {"type": "response.function_call_arguments.delta", **at, "delta": piece}
    done = {"name": item["name"], "arguments": item["arguments"]}
    yield {"type": "response.function_call_arguments.done", **at, **done}


def inside_reasoning(item: Object, at: Object, pieces: Sequence[str]) -> Iterator[Object]:
    at, part = {**at, "summary_index": 0}, item["summary"][0]
    yield {"type": "response.reasoning_summary_part.added", **at, "part": {**part, "text": ""}}
    for piece in pieces:
        yield {"type": "response.reasoning_summary_text.delta", **at, "delta": piece}
    yield {"type": "response.reasoning_summary_text.done", **at, "text": part["text"]}
    yield {"type": "response.reasoning_summary_part.done", **at, "part": part}


INSIDE = {"message": inside_message, "function_call": inside_call, "reasoning": inside_reasoning}


# ── all of them ────────────────────────────────────────────────────────────────────────────────


def data(value: Object) -> bytes:
    return encode(json.dumps(value).encode())


def named(type: str, **fields: Any) -> bytes:
    return encode(json.dumps({"type": type, **fields}).encode(), type)


WHOLE = {"chat": chat, "completion": completion, "message": message, "response": response}
STREAMED = {
    "chat": chat_stream,
    "completion": completion_stream,
    "message": message_stream,
    "response": response_stream,
}


@dataclass(frozen=True)
class Asking:
    """The request of an answer."""

    tools: Mapping[str, Object] = field(default_factory=dict)

    def body(self, api: Api) -> bytes:
        """With the tools as the family writes them."""
        offered = [TOOL[api](name, schema) for name, schema in self.tools.items()]
        return json.dumps({"model": "m", **({"tools": offered} if offered else {})}).encode()


TOOL = {
    "chat": lambda name, schema: {"type": "function", "function": {"name": name, "parameters": schema}},
    "completion": lambda name, schema: {"name": name},
    "message": lambda name, schema: {"name": name, "input_schema": schema},
    "response": lambda name, schema: {"type": "function", "name": name, "parameters": schema},
}
PATHS = {
    "chat": "/v1/chat/completions",
    "completion": "/v1/completions",
    "message": "/v1/messages",
    "response": "/v1/responses",
}
