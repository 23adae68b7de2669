"""What the messages of a conversation ask of each other: a call is followed by its result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fakeai_proxy.core.errors import ApiError


def refuse_loose_ends(messages: Sequence[Mapping[str, Any]]) -> None:
    """Raise ApiError 400 for a call without its result, or a result of no call."""
    open_calls: list[str] = []
    for at, message in enumerate(messages):
        if message["role"] == "tool":
            if message["tool_call_id"] not in open_calls:
                raise stray(at)
            open_calls.remove(message["tool_call_id"])
            continue
        if open_calls:
            raise unanswered(at, open_calls)
        open_calls = [call["id"] for call in message.get("tool_calls") or ()]
    if open_calls:
        raise unanswered(len(messages), open_calls)


def stray(at: int) -> ApiError:
    return ApiError(
        400,
        "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with "
        "'tool_calls'.",
        param=f"messages.[{at}].role",
    )


def unanswered(at: int, ids: Sequence[str]) -> ApiError:
    return ApiError(
        400,
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
        f"'tool_call_id'. The following tool_call_ids did not have response messages: {', '.join(ids)}",
        param=f"messages.[{at}].role",
    )
