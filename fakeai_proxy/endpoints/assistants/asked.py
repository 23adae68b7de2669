"""A thread, and what its run did so far, as the chat that a model reads."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.perceived import perceived
from fakeai_proxy.endpoints.responses.asked import Read, prompt_of, truncated
from fakeai_proxy.resources import Resource
from fakeai_proxy.tokens import tokenizer
from fakeai_proxy.wire.chat import ChatRequest

from .messages import KIND, Writers

Facts = Mapping[str, Any]
"""The body of a run."""


def heard(facts: Facts, thread: Resource, context: Context) -> list[dict[str, Any]]:
    """All messages: instructions, the thread, then calls of this run and what they gave back."""
    writers = Writers(context)
    kept = context.services.resources.children(thread, KIND)
    found = [writers.shown(one) for one in kept if writers.begun(one)]
    truncation = facts["truncation_strategy"]
    if truncation["type"] == "last_messages" and truncation["last_messages"]:
        found = found[-truncation["last_messages"] :]
    said = [{"role": one["role"], "content": content_of(one, context)} for one in found]
    instructions = facts["instructions"]
    head = [{"role": "developer", "content": instructions}] if instructions else []
    called = [message for turn in facts["turns"] for message in called_in(turn)]
    return [*head, *said, *called] or [{"role": "user", "content": ""}]


def content_of(message: Mapping[str, Any], context: Context) -> Any:
    """The content of a message, as chats have it."""
    parts = [part for block in message["content"] for part in part_of(block, context)]
    if all(part["type"] == "text" for part in parts):
        return "\n".join(part["text"] for part in parts)
    return parts


def part_of(block: Mapping[str, Any], context: Context) -> Iterator[dict[str, Any]]:
    """A file that is gone is not seen."""
    match block["type"]:
        case "text":
            yield {"type": "text", "text": block["text"]["value"]}
        case "image_url":
            yield {"type": "image_url", "image_url": block["image_url"]}
        case _:
            store, image = context.services.resources, block["image_file"]
            if file := store.get(context.owner, "file", image["file_id"]):
                url = f"data:image/png;base64,{b64encode(store.blobs.read(file.id)).decode()}"
                yield {"type": "image_url", "image_url": {"url": url, "detail": image["detail"]}}


def called_in(turn: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The calls of a turn, and what they gave back."""
    if not turn["calls"]:
        return
    calls = [
        {
            "id": call["id"],
            "type": "function",
            "function": {"name": call["name"], "arguments": call["arguments"]},
        }
        for call in turn["calls"]
    ]
    yield {"role": "assistant", "content": None, "tool_calls": calls}
    for id, output in (turn["outputs"] or {}).items():
        yield {"role": "tool", "tool_call_id": id, "content": output}


def chat_of(facts: Facts, messages: Sequence[dict[str, Any]]) -> ChatRequest:
    tools = [tool for tool in facts["tools"] if tool["type"] == "function"]
    form, choice = facts["response_format"], facts["tool_choice"]
    if isinstance(choice, dict) and choice["type"] != "function":
        choice = "none"
    elif facts["turns"] and choice != "none":  # it was to call before it answers, and did
        choice = "auto"
    return ChatRequest.model_construct(
        model=facts["model"],
        messages=messages,
        tools=tools or None,
        tool_choice=choice if tools else None,
        parallel_tool_calls=facts["parallel_tool_calls"],
        response_format=None if form == "auto" else form,
        reasoning_effort=facts["reasoning_effort"],
        temperature=facts["temperature"],
    )


def read_of(facts: Facts, thread: Resource, model: Model, context: Context) -> Read:
    """What `model` reads, without the oldest messages where that is too much.

    Raises ApiError 400 where the last message alone is too long for the model.
    """
    words = tokenizer(model.encoding, model.token_factor)
    chat = perceived(chat_of(facts, heard(facts, thread, context)), model, context).chat
    prompt, window = prompt_of(chat, words, model), window_of(facts, model)
    if prompt.tokens >= window:
        chat = truncated(chat, words, replace(model, context_window=window))
        prompt = prompt_of(chat, words, model)
    if prompt.tokens >= model.context_window:
        raise ApiError(
            400,
            "The messages of this thread exceed the context window of this model.",
            code="context_length_exceeded",
        )
    room = min(model.max_output_tokens, model.context_window - prompt.tokens)
    return Read(chat, prompt, words, room)


def window_of(facts: Facts, model: Model) -> int:
    """Tokens that a prompt stays below."""
    most = facts["max_prompt_tokens"]
    return model.context_window if most is None else min(model.context_window, int(most) + 1)
