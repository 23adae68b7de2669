"""What the parameters of a response ask of each other, of its items and of its model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.rules import only_with, unsimulated
from fakeai_proxy.endpoints.support import is_hosted
from fakeai_proxy.wire.responses import CountRequest, ResponseRequest

from .as_chat import CALLABLE, CALLS, OUTPUTS
from .hosted import HOSTED, hosted_type
from .items import Item

SAMPLED = ("temperature", "top_p")
"""Parameters that reasoning models take at 1 alone."""


def refuse_response(body: ResponseRequest) -> None:
    """Raise ApiError where the parameters contradict each other or are not simulated."""
    if body.stream_options is not None and not body.stream:
        raise only_with("stream_options", "stream")
    if body.background and body.store is False:
        raise ApiError(400, "Background mode requires 'store' to be true.", param="background")
    if body.input is None and not (body.previous_response_id or body.conversation or body.prompt):
        raise ApiError(
            400,
            "One of 'input' or 'previous_response_id' or 'prompt' or 'conversation' must be provided.",
            param="input",
            code="missing_required_parameter",
        )
    if body.model is None and body.prompt is None:
        raise missing_model()
    refuse_tools(body)


def missing_model() -> ApiError:
    message = "Missing required parameter: 'model'."
    return ApiError(400, message, param="model", code="missing_required_parameter")


def refuse_tools(body: CountRequest) -> None:
    """Raise ApiError 501 for tools that nobody would run, 400 for a choice of none of those given."""
    for at, tool in enumerate(body.tools or ()):
        if tool["type"] not in CALLABLE and hosted_type(tool) not in HOSTED:
            raise unsimulated(f"tools[{at}].type", tool["type"])
    types = {hosted_type(tool) for tool in body.tools or ()}
    choice: Any = body.tool_choice
    if choice == "required" and not types:
        raise chosen("Tool choice 'required' must be specified with 'tools' parameter.")
    if isinstance(choice, dict) and choice.get("type") != "allowed_tools":
        if hosted_type(choice) not in types or not named(choice, body.tools or ()):
            raise chosen(f"Tool choice '{str(choice.get('type'))[:200]}' not found in 'tools' parameter.")
    elif isinstance(choice, dict) and not {hosted_type(tool) for tool in choice["tools"]} <= types:
        raise chosen("Every tool of 'tool_choice' must be one of the 'tools' parameter.")


def named(choice: Mapping[str, Any], tools: Sequence[Any]) -> bool:
    """Is there a tool of the name that is chosen, if one is?"""
    if choice.get("type") not in CALLABLE:
        return True
    return any((tool["type"], tool.get("name")) == (choice["type"], choice.get("name")) for tool in tools)


def chosen(why: str) -> ApiError:
    return ApiError(400, why, param="tool_choice")


def refuse_of_model(body: ResponseRequest, model: Model) -> None:
    """Raise ApiError 400 for what the model does not take, where OpenAI serves it."""
    if not is_hosted(model):
        return
    if body.max_output_tokens is not None and body.max_output_tokens > model.max_output_tokens:
        raise ApiError(
            400,
            f"Invalid 'max_output_tokens': integer above maximum value. Expected a value <= "
            f"{model.max_output_tokens}, but got {body.max_output_tokens} instead.",
            param="max_output_tokens",
            code="integer_above_max_value",
        )
    if not model.reasoning:
        if (body.reasoning or {}).get("effort") not in (None, "none"):
            raise unsupported("reasoning.effort")
        if body.includes("reasoning.encrypted_content"):
            raise ApiError(400, "Encrypted content is not supported with this model.", param="include")
        return
    for name in SAMPLED:
        if getattr(body, name) not in (None, 1):
            raise unsupported(name)
    if body.top_logprobs or body.includes("message.output_text.logprobs"):
        raise ApiError(400, "logprobs are not supported with reasoning models.", param="include")


def unsupported(param: str) -> ApiError:
    return ApiError(
        400,
        f"Unsupported parameter: '{param}' is not supported with this model.",
        param=param,
        code="unsupported_parameter",
    )


def refuse_loose_items(items: Sequence[Item]) -> None:
    """Raise ApiError 400 for a call without its output, or an output of no call."""
    calls = {item["call_id"]: item["type"] for item in items if item["type"] in CALLS}
    outputs = {item["call_id"]: item["type"] for item in items if item["type"] in OUTPUTS}
    for id, kind in outputs.items():
        if id not in calls:
            raise loose(f"No tool call found for {spelled(kind)} with call_id {id[:200]}.")
    for id, kind in calls.items():
        if id not in outputs:
            raise loose(f"No tool output found for {spelled(kind)} {id[:200]}.")


def loose(why: str) -> ApiError:
    return ApiError(400, why, param="input")


def spelled(kind: str) -> str:
    """`function call output`"""
    return kind.replace("_", " ")
