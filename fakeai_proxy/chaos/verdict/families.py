"""How each API writes its replies: as events, and whole. Any part may be wrong: it may be a fault's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .draft import Draft

Read = Callable[[dict[str, Any], Draft], None]

ANSWERS = {
    "/chat/completions": "choices",
    "/completions": "choices",
    "/messages": "content",
    "/responses": "output",
    "/embeddings": "data",
}
"""Endpoint -> the member that makes a body a reply of it."""
ANTHROPIC = "message_start", "content_block_start", "content_block_delta", "message_delta", "message_stop"


def read_event(value: dict[str, Any], name: str, draft: Draft) -> None:
    """One event of any API; `name` is its `event:` line."""
    kind = value.get("type")
    if isinstance(value.get("error"), dict | str) or kind in ("error", "response.failed"):
        draft.error = draft.error or error_of(value)
    elif isinstance(value.get("choices"), list):
        read_choices(value, draft)
    elif isinstance(kind, str) and kind in ANTHROPIC:
        if name != kind:
            draft.flaw = draft.flaw or "events without their names"
        read_message_event(kind, value, draft)
    elif isinstance(kind, str) and kind.startswith("response."):
        read_response_event(kind, value, draft)


def read_whole(value: Any, endpoint: str, draft: Draft) -> None:
    """A JSON body."""
    expected = ANSWERS.get(endpoint)
    if isinstance(value, dict) and value.get("error"):
        draft.error = error_of(value)
    elif expected and not (isinstance(value, dict) and isinstance(value.get(expected), list)):
        draft.flaw = "JSON that is no reply of this API"
    elif expected == "choices":
        read_choices(value, draft)
    elif expected == "content":
        read_blocks(value, draft)
    elif expected == "output":
        read_output(value, draft)
    else:
        draft.finish(0, True)


def read_choices(value: dict[str, Any], draft: Draft) -> None:
    """A chat completion, a completion, or a chunk of one. Called for each chunk, so it asks for little."""
    for choice in dicts(value["choices"]):
        index = choice.get("index")
        said = member(choice, "delta") or member(choice, "message")
        if not index:
            draft.say(said.get("content") or choice.get("text"))
        if calls := said.get("tool_calls"):
            read_calls(index, dicts(calls), draft)
        draft.finish(index, choice.get("finish_reason"))
    if usage := member(value, "usage"):
        draft.usage(usage.get("prompt_tokens"), usage.get("completion_tokens"))


def read_calls(choice: Any, calls: list[dict[str, Any]], draft: Draft) -> None:
    for position, call in enumerate(calls):
        function = member(call, "function")
        key = (str(choice), str(call.get("index", position)))
        draft.call(key, call.get("id"), function.get("name"), function.get("arguments"))


def read_message_event(kind: str, value: dict[str, Any], draft: Draft) -> None:
    """An event of Anthropic messages."""
    match kind:
        case "message_start":
            draft.finish(0, False)
            usage = member(member(value, "message"), "usage")
            draft.usage(usage.get("input_tokens"), usage.get("output_tokens"))
        case "content_block_start":
            read_block(str(value.get("index")), member(value, "content_block"), draft)
        case "content_block_delta":
            delta = member(value, "delta")
            draft.say(delta.get("text"))
            if "partial_json" in delta:
                draft.call(str(value.get("index")), None, None, delta["partial_json"])
        case "message_delta":
            draft.usage(None, member(value, "usage").get("output_tokens"))
        case "message_stop":
            draft.finish(0, True)


def read_blocks(value: dict[str, Any], draft: Draft) -> None:
    """A whole Anthropic message."""
    for index, block in enumerate(dicts(value["content"])):
        read_block(str(index), block, draft)
    usage = member(value, "usage")
    draft.usage(usage.get("input_tokens"), usage.get("output_tokens"))
    draft.finish(0, value.get("stop_reason") and value["content"])


def read_block(key: str, block: dict[str, Any], draft: Draft) -> None:
    if block.get("type") == "tool_use":
        draft.call(key, block.get("id"), block.get("name"), block.get("input"))
    else:
        draft.say(block.get("text"))


def read_response_event(kind: str, value: dict[str, Any], draft: Draft) -> None:
    """An event of responses."""
    match kind:
        case "response.created":
            draft.finish(0, False)
        case "response.output_text.delta":
            draft.say(value.get("delta"))
        case "response.output_item.added" if member(value, "item").get("type") == "function_call":
            item = member(value, "item")
            draft.call(str(value.get("output_index")), item.get("call_id"), item.get("name"), None)
        case "response.function_call_arguments.delta":
            draft.call(str(value.get("output_index")), None, None, value.get("delta"))
        case "response.completed" | "response.incomplete":
            usage = member(member(value, "response"), "usage")
            draft.usage(usage.get("input_tokens"), usage.get("output_tokens"))
            draft.finish(0, True)


def read_output(value: dict[str, Any], draft: Draft) -> None:
    """A whole response."""
    for index, item in enumerate(dicts(value["output"])):
        if item.get("type") == "function_call":
            draft.call(str(index), item.get("call_id"), item.get("name"), item.get("arguments"))
        for part in dicts(item.get("content")):
            draft.say(part.get("text"))
    usage = member(value, "usage")
    draft.usage(usage.get("input_tokens"), usage.get("output_tokens"))
    draft.finish(0, value["output"] and value.get("status", "completed") in ("completed", "incomplete"))


def error_of(value: Any) -> str:
    """Code or type of an error in any provider's words; `error` where it has neither."""
    if not isinstance(value, dict):
        return ""
    error = value.get("error") or member(value, "response").get("error") or value
    if not isinstance(error, dict):
        return "error"
    if str(error.get("message", "")).startswith("Request too large"):
        return "request_too_large"
    names = (error.get("code"), error.get("type"), error.get("title"))
    if error.get("type") == "insufficient_quota":
        return "insufficient_quota"
    return next((name[:64] for name in names if isinstance(name, str) and name), "error")


def dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def member(value: dict[str, Any], name: str) -> dict[str, Any]:
    """The object `name`; empty where there is none."""
    found = value.get(name)
    return found if isinstance(found, dict) else {}
