"""The response object: what was asked, told again, with what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.reasoning import effort_of
from fakeai_proxy.endpoints.strict import Asked, refuse_loose
from fakeai_proxy.wire.chat import ChatRequest
from fakeai_proxy.wire.responses import ResponseRequest, ResponseUsage
from fakeai_proxy.wire.usage import Usage

from .past import conversation_of

Shown = dict[str, Any]
TEXT = {"type": "text"}
SECRETS = ("authorization", "headers")
"""What a client tells of an MCP server for this one request: it is neither told again nor stored."""
ECHOED = (
    "instructions", "max_output_tokens", "max_tool_calls", "previous_response_id", "prompt",
    "prompt_cache_key", "prompt_cache_retention", "safety_identifier", "user",
)  # fmt: skip


def begun_of(body: ResponseRequest, chat: ChatRequest, model: Model, id: str, created: int) -> Shown:
    """The response before there is anything in it."""
    conversation = conversation_of(body)
    return {
        "id": id,
        "object": "response",
        "created_at": created,
        "status": "in_progress",
        "background": bool(body.background),
        "completed_at": None,
        "error": None,
        "incomplete_details": None,
        "model": model.snapshot or model.id,
        "output": [],
        **{name: getattr(body, name) for name in ECHOED},
        **({"conversation": {"id": conversation}} if conversation else {}),
        "metadata": body.metadata or {},
        "parallel_tool_calls": body.parallel_tool_calls is not False,
        "reasoning": reasoning_of(body, chat, model),
        "service_tier": body.service_tier or "auto",
        "store": body.store is not False,
        "temperature": 1.0 if body.temperature is None else body.temperature,
        "text": text_of(body),
        "tool_choice": body.tool_choice or "auto",
        "tools": [tool_of(tool) for tool in body.tools or ()],
        "top_logprobs": body.top_logprobs or 0,
        "top_p": 1.0 if body.top_p is None else body.top_p,
        "truncation": body.truncation or "disabled",
        "usage": None,
    }


def ended_of(begun: Shown, output: Sequence[Mapping[str, Any]], account: Usage, cut: bool, now: int) -> Shown:
    """The response with its `output`, at Unix second `now`; `cut`: a limit ended it."""
    tier = begun["service_tier"]
    return {
        **begun,
        "status": "incomplete" if cut else "completed",
        "completed_at": None if cut else now,
        "incomplete_details": {"reason": "max_output_tokens"} if cut else None,
        "output": output,
        "service_tier": "default" if tier == "auto" else tier,
        "usage": usage_of(account),
    }


def usage_of(account: Usage) -> ResponseUsage:
    """The account of a chat, under the names of responses."""
    return {
        "input_tokens": account["prompt_tokens"],
        "input_tokens_details": {
            "cached_tokens": account["prompt_tokens_details"]["cached_tokens"],
            "cache_write_tokens": 0,
        },
        "output_tokens": account["completion_tokens"],
        "output_tokens_details": {
            "reasoning_tokens": account["completion_tokens_details"]["reasoning_tokens"]
        },
        "total_tokens": account["total_tokens"],
    }


def reasoning_of(body: ResponseRequest, chat: ChatRequest, model: Model) -> dict[str, Any]:
    asked = body.reasoning or {}
    summary = asked.get("summary") or asked.get("generate_summary")
    return {"effort": effort_of(chat, model.id) if model.reasoning else None, "summary": summary}


def text_of(body: ResponseRequest) -> dict[str, Any]:
    given = body.text or {}
    form: Any = given.get("format") or TEXT
    if form["type"] == "json_schema":
        form = {"description": None, **form, "strict": bool(form.get("strict"))}
    return {"format": form, "verbosity": given.get("verbosity") or "medium"}


def tool_of(tool: Any) -> dict[str, Any]:
    """`tool` with the defaults of what it leaves out."""
    if tool["type"] == "function":
        strict = tool.get("strict")
        return {
            "description": None,
            **tool,
            "parameters": tool.get("parameters"),
            "strict": is_strict(tool) if strict is None else strict,
        }
    if tool["type"] == "custom":
        return {**tool, "format": tool.get("format") or TEXT}
    return {key: value for key, value in tool.items() if key not in SECRETS}


def is_strict(tool: Mapping[str, Any]) -> bool:
    """Functions are strict unless told otherwise, where their schema lets them."""
    try:
        refuse_loose(tool.get("parameters"), Asked("", ""))
    except ApiError:
        return False
    return True
