"""What clients ask in these tests, in every API family, and what the live provider answers to it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Family = Literal["chat", "completion", "response", "message", "embedding"]

WORDS = ("The", " quick", " brown", " fox", " jumps", " over", " größere", " 🙂", " lazy", " dogs", ".")
"""One token an event; some take more than one byte a character."""
TEXT = "".join(WORDS)
ARGUMENTS = ('{"city"', ': "Ber', 'lin", ', '"days": ', "3}")
"""Of a tool call, as they are streamed."""
PROMPT = "Why is the sky blue?"
MESSAGES = ({"role": "user", "content": PROMPT},)
SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}}
TOOL = {"type": "function", "function": {"name": "get_weather", "parameters": SCHEMA}}
CLAUDE_TOOL = {"name": "get_weather", "input_schema": SCHEMA}
CREATED = 1_750_000_000


@dataclass(frozen=True)
class Ask:
    """A request, without how it is sent."""

    family: Family
    path: str
    body: Mapping[str, Any]
    host: str = "api.openai.com"
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)

    def but(self, **fields: Any) -> Ask:
        """With other fields of the body."""
        return replace(self, body={**self.body, **fields})

    def at(self, host: str, path: str = "") -> Ask:
        """The same of another provider."""
        return replace(self, host=host, path=path or self.path)

    def sent(self, streamed: bool) -> bytes:
        """The body on the wire."""
        body = dict(self.body)
        if streamed and self.family != "embedding":
            body["stream"] = True
        else:
            body.pop("stream_options", None)
        return json.dumps(body).encode()


CHAT = Ask("chat", "/v1/chat/completions", {"model": "gpt-4o", "messages": MESSAGES})
CLAUDE = {"model": "claude-sonnet-5", "max_tokens": 64, "messages": MESSAGES}
ASKS: Mapping[str, Ask] = {
    "chat": CHAT,
    "usage": CHAT.but(stream_options={"include_usage": True}),
    "tools": CHAT.but(tools=[TOOL]),
    "azure": CHAT.at(
        "unit.openai.azure.com", "/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21"
    ),
    "nvidia": CHAT.but(model="meta/llama-3.1-8b-instruct").at("integrate.api.nvidia.com"),
    "completion": Ask("completion", "/v1/completions", {"model": "gpt-3.5-turbo-instruct", "prompt": PROMPT}),
    "response": Ask("response", "/v1/responses", {"model": "gpt-4o", "input": PROMPT}),
    "message": Ask("message", "/v1/messages", CLAUDE, host="api.anthropic.com"),
    "message-tools": Ask(
        "message", "/v1/messages", {**CLAUDE, "tools": [CLAUDE_TOOL]}, host="api.anthropic.com"
    ),
    "embedding": Ask(
        "embedding", "/v1/embeddings", {"model": "text-embedding-3-small", "input": ["one", "two"]}
    ),
}
"""By name, for `exchange(..., ask=NAME)`."""


# ── what the provider answers ──────────────────────────────────────────────────────────────────


def pieces(path: str, body: Mapping[str, Any]) -> list[bytes]:
    """The answer to a request: one event a piece where it is streamed, else all of it."""
    make = next(
        (made for end, made in ANSWERS.items() if path.endswith(end)), None
    )  # Azure has them below /openai
    if make is None:
        return [json.dumps({"object": "list", "data": []}).encode()]
    answer = list(make(body))
    return answer if body.get("stream") else [json.dumps(answer[0]).encode()]


def live(ask: Ask, streamed: bool = True) -> bytes:
    """The whole body of the live (and of the replayed) answer to `ask`."""
    return b"".join(live_pieces(ask, streamed))


def live_pieces(ask: Ask, streamed: bool = True) -> list[bytes]:
    """The same, event by event."""
    return pieces(ask.path.partition("?")[0], json.loads(ask.sent(streamed)))


def data(value: Any) -> bytes:
    return b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\n\n"


def named(value: Mapping[str, Any]) -> bytes:
    """An event with its type in front, as the newer APIs have it."""
    return b"event: " + value["type"].encode() + b"\n" + data(value)


def chat(body: Mapping[str, Any]) -> Iterator[Any]:
    calls = bool(body.get("tools"))
    usage = {"prompt_tokens": 9, "completion_tokens": len(WORDS), "total_tokens": 9 + len(WORDS)}
    common = {"id": "chatcmpl-live", "created": CREATED, "model": body["model"]}
    finish = "tool_calls" if calls else "stop"
    if not body.get("stream"):
        function = {"name": "get_weather", "arguments": "".join(ARGUMENTS)}
        said = {"content": None, "tool_calls": [{"id": "call_1", "type": "function", "function": function}]}
        message = {"role": "assistant", **(said if calls else {"content": TEXT})}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish}
        yield {**common, "object": "chat.completion", "choices": [choice], "usage": usage}
        return
    with_usage = bool((body.get("stream_options") or {}).get("include_usage"))

    def chunk(delta: Mapping[str, Any], reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
        nothing = {"usage": None} if with_usage else {}
        return data({**common, "object": "chat.completion.chunk", "choices": [choice], **nothing})

    yield chunk({"role": "assistant", "content": None if calls else ""})
    for delta in call_deltas() if calls else ({"content": word} for word in WORDS):
        yield chunk(delta)
    yield chunk({}, finish)
    if with_usage:
        yield data({**common, "object": "chat.completion.chunk", "choices": [], "usage": usage})
    yield b"data: [DONE]\n\n"


def call_deltas() -> Iterator[Mapping[str, Any]]:
    first = {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": ""}}
    yield {"tool_calls": [{"index": 0, **first}]}
    for part in ARGUMENTS:
        yield {"tool_calls": [{"index": 0, "function": {"arguments": part}}]}


def completion(body: Mapping[str, Any]) -> Iterator[Any]:
    common = {
        "id": "cmpl-live",
        "object": "text_completion",
        "created": CREATED,
        "model": body["model"],
    }
    usage = {"prompt_tokens": 6, "completion_tokens": len(WORDS), "total_tokens": 6 + len(WORDS)}

    def choice(text: str, reason: str | None) -> list[Mapping[str, Any]]:
        return [{"index": 0, "text": text, "logprobs": None, "finish_reason": reason}]

    if not body.get("stream"):
        yield {**common, "choices": choice(TEXT, "stop"), "usage": usage}
        return
    for word in WORDS:
        yield data({**common, "choices": choice(word, None)})
    yield data({**common, "choices": choice("", "stop")})
    yield b"data: [DONE]\n\n"


def response(body: Mapping[str, Any]) -> Iterator[Any]:
    usage = {"input_tokens": 9, "output_tokens": len(WORDS), "total_tokens": 9 + len(WORDS)}
    details = {"input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 0}}
    part = {"type": "output_text", "text": TEXT, "annotations": []}
    item = {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": [part]}
    common = {
        "id": "resp_live",
        "object": "response",
        "created_at": CREATED,
        "model": body["model"],
        "error": None,
        "incomplete_details": None,
        "instructions": None,
        "metadata": {},
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "temperature": 1.0,
        "top_p": 1.0,
    }
    whole = {**common, "status": "completed", "output": [item], "usage": {**usage, **details}}
    if not body.get("stream"):
        yield whole
        return
    begun = {**common, "status": "in_progress", "output": [], "usage": None}
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    events: list[Mapping[str, Any]] = [
        {"type": "response.created", "response": begun},
        {"type": "response.in_progress", "response": begun},
        {
            "type": "response.output_item.added",
            "output_index": 0,
            "item": {**item, "status": "in_progress", "content": []},
        },
        {"type": "response.content_part.added", **place, "part": {**part, "text": ""}},
        *({"type": "response.output_text.delta", **place, "delta": word, "logprobs": []} for word in WORDS),
        {"type": "response.output_text.done", **place, "text": TEXT, "logprobs": []},
        {"type": "response.content_part.done", **place, "part": part},
        {"type": "response.output_item.done", "output_index": 0, "item": item},
        {"type": "response.completed", "response": whole},
    ]
    for number, event in enumerate(events):
        yield named({**event, "sequence_number": number})


def message(body: Mapping[str, Any]) -> Iterator[Any]:
    calls = bool(body.get("tools"))
    reason = "tool_use" if calls else "end_turn"
    common = {"id": "msg_live", "type": "message", "role": "assistant", "model": body["model"]}
    text = {"type": "text", "text": TEXT}
    use = {"type": "tool_use", "id": "toolu_1", "name": "get_weather"}
    usage = {"input_tokens": 12, "output_tokens": len(WORDS)}
    if not body.get("stream"):
        content = {**use, "input": json.loads("".join(ARGUMENTS))} if calls else text
        stop = {"stop_reason": reason, "stop_sequence": None}
        yield {**common, "content": [content], **stop, "usage": usage}
        return
    begun = {
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {**usage, "output_tokens": 1},
    }
    deltas: list[Mapping[str, Any]] = [{"type": "text_delta", "text": word} for word in WORDS]
    if calls:
        deltas = [{"type": "input_json_delta", "partial_json": part} for part in ARGUMENTS]
    yield named({"type": "message_start", "message": {**common, **begun}})
    empty = {**use, "input": {}} if calls else {"type": "text", "text": ""}
    yield named({"type": "content_block_start", "index": 0, "content_block": empty})
    yield named({"type": "ping"})
    for delta in deltas:
        yield named({"type": "content_block_delta", "index": 0, "delta": delta})
    yield named({"type": "content_block_stop", "index": 0})
    stop = {"stop_reason": reason, "stop_sequence": None}
    yield named({"type": "message_delta", "delta": stop, "usage": {"output_tokens": len(WORDS)}})
    yield named({"type": "message_stop"})


def embedding(body: Mapping[str, Any]) -> Iterator[Any]:
    inputs = body["input"] if isinstance(body["input"], list) else [body["input"]]
    vectors = [
        {"object": "embedding", "index": at, "embedding": [0.6, 0.0, -0.8, 0.0]} for at in range(len(inputs))
    ]
    usage = {"prompt_tokens": 2, "total_tokens": 2}
    yield {"object": "list", "data": vectors, "model": body["model"], "usage": usage}


ANSWERS = {
    "/chat/completions": chat,
    "/completions": completion,
    "/responses": response,
    "/messages": message,
    "/embeddings": embedding,
}
"""End of the path -> what makes the answer: one JSON value, or the events."""
