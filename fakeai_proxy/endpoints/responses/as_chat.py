"""A response as the chat that it is: its items as messages, its parameters under the names of chats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire.chat import ChatRequest
from fakeai_proxy.wire.responses import CountRequest, ResponseRequest

from .items import Item

CALLS = ("function_call", "custom_tool_call")
OUTPUTS = ("function_call_output", "custom_tool_call_output")
CALLABLE = ("function", "custom")
"""Types of tools that the client runs itself."""
PARAMS = {"response_format": "text.format.schema"}
"""What a chat calls otherwise; all in its messages is the input."""
FUNCTION = re.compile(r"tools\[(\d+)\]\.function\.parameters")


def messages_of(instructions: str | None, items: Sequence[Item]) -> list[dict[str, Any]]:
    """The messages that say what `items` say; results stand behind their calls."""
    messages = [{"role": "developer", "content": instructions}] if instructions else []
    results: dict[str, list[Item]] = {}
    for item in items:
        if item["type"] in OUTPUTS:
            results.setdefault(item["call_id"], []).append(item)
    calls: list[Item] = []
    for item in items:
        if item["type"] in CALLS:
            calls.append(item)
        elif item["type"] != "reasoning":
            messages += called(calls, results)
            calls = []
            messages += said(item)
    return messages + called(calls, results)


def said(item: Item) -> Iterator[dict[str, Any]]:
    """The message that `item` is, if it is one."""
    if item["type"] == "message":
        parts = [part_of(part) for part in item["content"]]
        texts = [part["text"] for part in parts if part["type"] == "text"]
        content = "\n".join(texts) if len(texts) == len(parts) else parts
        yield {"role": item["role"], "content": content}
    elif item["type"] == "compaction":
        yield {"role": "developer", "content": item["encrypted_content"]}


def called(calls: Sequence[Item], results: Mapping[str, Sequence[Item]]) -> list[dict[str, Any]]:
    """One message of all `calls`, and one for each of their results."""
    if not calls:
        return []
    said = {"role": "assistant", "content": None, "tool_calls": [call_of(call) for call in calls]}
    answers = [
        {"role": "tool", "tool_call_id": call["call_id"], "content": text_of(result["output"])}
        for call in calls
        for result in results.get(call["call_id"], ())[:1]
    ]
    return [said, *answers]


def call_of(call: Item) -> dict[str, Any]:
    if call["type"] == "custom_tool_call":
        custom = {"name": call["name"], "input": call["input"]}
        return {"id": call["call_id"], "type": "custom", "custom": custom}
    function = {"name": call["name"], "arguments": call["arguments"]}
    return {"id": call["call_id"], "type": "function", "function": function}


def part_of(part: Item) -> dict[str, Any]:
    """A part of a message, as chats have it."""
    match part["type"]:
        case "input_text" | "output_text":
            return {"type": "text", "text": part["text"]}
        case "input_image":
            named = {key: part.get(key) for key in ("file_id", "detail")}
            return {"type": "image_url", "image_url": {"url": part.get("image_url") or "", **named}}
        case "refusal":
            return dict(part)
    return {"type": "file", "file": {key: value for key, value in part.items() if key != "type"}}


def text_of(output: str | Iterable[Item]) -> str:
    """The text of what a tool gave back."""
    return output if isinstance(output, str) else "\n".join(part.get("text", "") for part in output)


def chat_of(
    body: CountRequest, messages: list[dict[str, Any]], limit: int | None = None, **fields: Any
) -> ChatRequest:
    """`body` as a chat of `messages`, with at most `limit` tokens of an answer."""
    tools = [tool_of(tool) for tool in body.tools or () if tool["type"] in CALLABLE]
    return ChatRequest.model_construct(
        model=body.model,
        messages=messages,
        tools=tools or None,
        tool_choice=choice_of(body.tool_choice) if tools else None,
        parallel_tool_calls=body.parallel_tool_calls,
        response_format=format_of((body.text or {}).get("format")),
        reasoning_effort=(body.reasoning or {}).get("effort"),
        verbosity=(body.text or {}).get("verbosity"),
        max_completion_tokens=limit,
        **fields,
    )


def sampled_of(body: ResponseRequest) -> dict[str, Any]:
    """How an answer is to be drawn and sent."""
    logprobs = body.top_logprobs is not None or body.includes("message.output_text.logprobs")
    return {
        "stream": body.stream,
        "temperature": body.temperature,
        "logprobs": logprobs or None,
        "top_logprobs": body.top_logprobs,
        "service_tier": body.service_tier,
    }


def tool_of(tool: Mapping[str, Any]) -> dict[str, Any]:
    kind = tool["type"]
    return {"type": kind, kind: {key: value for key, value in tool.items() if key != "type"}}


def choice_of(choice: Any) -> Any:
    """A tool that the client does not run is chosen instead of all others."""
    if not isinstance(choice, Mapping) or choice.get("type") in CALLABLE:
        return choice
    if choice.get("type") != "allowed_tools":
        return "none"
    tools = [tool for tool in choice.get("tools") or () if tool.get("type") in CALLABLE]
    return {"type": "allowed_tools", "allowed_tools": {"mode": choice.get("mode", "auto"), "tools": tools}}


def format_of(form: Mapping[str, Any] | None) -> Any:
    if form is None or form["type"] != "json_schema":
        return form
    return {"type": "json_schema", "json_schema": {key: form[key] for key in form if key != "type"}}


@contextmanager
def reworded(body: CountRequest) -> Iterator[None]:
    """Refusals of the chat that `body` is, under the names of its own parameters."""
    try:
        yield
    except ApiError as error:
        error.param = param_of(error.param, body)
        if error.param == "text.format.schema":
            error.code = "invalid_json_schema"
        raise


def param_of(param: str | None, body: CountRequest) -> str | None:
    if param and (function := FUNCTION.fullmatch(param)):
        places = [at for at, tool in enumerate(body.tools or ()) if tool["type"] in CALLABLE]
        return f"tools[{places[int(function[1])]}].parameters"
    return "input" if (param or "").startswith("messages") else PARAMS.get(param or "", param)
