"""`chat.completion` and `chat.completion.chunk`.

https://platform.openai.com/docs/api-reference/chat-streaming
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .family import Named, Object, objects, text_of
from .pieces import gathered, words

OF_A_CHUNK = ("choices", "usage", "obfuscation", "object")
JOINED = ("content", "refusal", "reasoning_content", "reasoning", "data", "transcript", "arguments", "input")
"""Texts that come in pieces; others come whole."""
OPENING: Object = {"role": "assistant", "content": "", "refusal": None}


class Chat:
    """Choices by index, calls by theirs."""

    DONE = True

    def whole(self, events: Sequence[Object]) -> Object | None:
        found = gathered(events, OF_A_CHUNK, lambda: {"message": {}}, _add)
        if found is None:
            return None
        body, choices = found
        listed = [_choice(index, choice) for index, choice in choices.items()]
        return {**body, "object": "chat.completion", "choices": listed}

    def events(self, body: Object, usage: bool) -> Iterator[Named]:
        shared = {name: value for name, value in body.items() if name not in OF_A_CHUNK}
        shared["object"] = "chat.completion.chunk"
        none = {"usage": None} if usage else {}
        for choice in objects(body.get("choices")):
            for part in _parts(choice):
                yield Named("", {**shared, "choices": [{"index": choice.get("index", 0), **part}], **none})
        if usage and body.get("usage") is not None:
            yield Named("", {**shared, "choices": [], "usage": body["usage"]})


FAMILY = Chat()


def _add(known: Object, choice: Object) -> None:
    _merge(known["message"], choice.get("delta") or {})
    for name, pieces in (choice.get("logprobs") or {}).items():
        held = known.setdefault("logprobs", {})
        held[name] = [*(held.get(name) or ()), *pieces] if isinstance(pieces, list) else held.get(name)
    known["finish_reason"] = choice.get("finish_reason") or known.get("finish_reason")


def _merge(known: Object, delta: Object) -> None:
    for name, value in delta.items():
        if name == "tool_calls":
            for call in objects(value):
                calls = known.setdefault("tool_calls", {})
                _merge(calls.setdefault(call.get("index", len(calls)), {}), call)
        elif isinstance(value, dict):
            _merge(known.setdefault(name, {}), value)
        elif isinstance(value, str) and name in JOINED:
            known[name] = text_of(known.get(name)) + value
        elif value is not None or name not in known:
            known[name] = value


def _choice(index: int, choice: Object) -> Object:
    message = choice["message"]
    calls = [
        {name: value for name, value in call.items() if name != "index"}
        for _, call in sorted(message.pop("tool_calls", {}).items())
    ]
    content = message.get("content")
    said = {
        **message,
        "role": message.get("role") or "assistant",
        "content": content or (None if calls else ""),
    }
    said.setdefault("refusal", None)
    return {
        "index": index,
        "message": {**said, "tool_calls": calls} if calls else said,
        "logprobs": choice.get("logprobs"),
        "finish_reason": choice["finish_reason"],
    }


def _parts(choice: Object) -> Iterator[Object]:
    """Delta, logprobs and finish_reason of each event of one choice."""
    message = choice.get("message") or {}
    logprobs = {"logprobs": None} if "logprobs" in choice else {}
    yield {"delta": OPENING, **logprobs, "finish_reason": None}
    for name in ("reasoning_content", "reasoning", "refusal"):
        for piece in words(text_of(message.get(name))):
            yield {"delta": {name: piece}, **logprobs, "finish_reason": None}
    yield from _said(text_of(message.get("content")), choice.get("logprobs"), logprobs)
    for index, call in enumerate(objects(message.get("tool_calls"))):
        yield {"delta": {"tool_calls": [{"index": index, **call}]}, **logprobs, "finish_reason": None}
    for name in ("function_call", "audio", "annotations"):
        if message.get(name):
            yield {"delta": {name: message[name]}, **logprobs, "finish_reason": None}
    yield {"delta": {}, **logprobs, "finish_reason": choice.get("finish_reason")}


def _said(text: str, told: Any, none: Object) -> Iterator[Object]:
    """By tokens where these are known."""
    tokens = objects(told.get("content")) if isinstance(told, dict) else []
    if tokens and "".join(text_of(token.get("token")) for token in tokens) == text:
        for token in tokens:
            logprobs = dict.fromkeys(told) | {"content": [token]}
            yield {"delta": {"content": token["token"]}, "logprobs": logprobs, "finish_reason": None}
        return
    for piece in words(text):
        yield {"delta": {"content": piece}, **none, "finish_reason": None}
