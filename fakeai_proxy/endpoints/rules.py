"""What the parameters of a request ask of each other. Each refusal is worded as OpenAI's API does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire.base import SamplingRequest
from fakeai_proxy.wire.chat import ChatRequest

if TYPE_CHECKING:
    from fakeai_proxy.wire.completions import CompletionRequest

MOST_CHOICES = 2048
"""Texts of one request: prompts times `n` or `best_of`."""


def refuse_chat(body: ChatRequest) -> None:
    """Raise ApiError where the parameters of a chat contradict each other or are not simulated."""
    refuse_stream_options(body)
    if body.top_logprobs and not body.logprobs:
        raise only_with("top_logprobs", "logprobs")
    if asks_json(body) and not speaks_of_json(body):
        raise ApiError(
            400,
            "'messages' must contain the word 'json' in some form, to use 'response_format' of type "
            "'json_object'.",
            param="messages",
        )
    if body.prediction is not None:
        refuse_beside_prediction(body)


def refuse_beside_prediction(body: ChatRequest) -> None:
    """Raise ApiError 400 for what a prediction does not go with: it predicts one text, token by token."""
    beside = {
        "n": (body.n or 1) > 1,
        "logprobs": bool(body.logprobs),
        "presence_penalty": (body.presence_penalty or 0) > 0,
        "frequency_penalty": (body.frequency_penalty or 0) > 0,
        "max_completion_tokens": body.max_completion_tokens is not None,
        "tools": bool(body.tools),
        "functions": bool(body.functions),
    }
    for param in (name for name, given in beside.items() if given):
        raise ApiError(
            400,
            f"Unsupported parameter: '{param}' is not supported with 'prediction'.",
            param=param,
            code="unsupported_parameter",
        )


def refuse_stream_options(body: SamplingRequest) -> None:
    """Raise ApiError 400 where an answer that is no stream is given options of one."""
    if body.stream_options is not None and not body.stream:
        raise only_with("stream_options", "stream")


def only_with(param: str, other: str) -> ApiError:
    return ApiError(400, f"The '{param}' parameter is only allowed when '{other}' is enabled.", param=param)


def asks_json(body: ChatRequest) -> bool:
    return body.response_format is not None and body.response_format["type"] == "json_object"


def speaks_of_json(body: ChatRequest) -> bool:
    """Is the model told to write JSON? Without that it would write white space until the limit."""
    for message in body.messages:
        content = message.get("content") or ""
        texts = (content,) if isinstance(content, str) else (str(part.get("text", "")) for part in content)
        if any("json" in text.lower() for text in texts):
            return True
    return False


def unsimulated(param: str, value: str) -> ApiError:
    return ApiError(
        501,
        f"'{param}' of '{value}' is not simulated.",
        param=param,
        code="not_implemented",
        headers=(("x-should-retry", "false"),),
    )


def refuse_best_of(body: CompletionRequest) -> None:
    """Raise ApiError 400 for the best of fewer than `n`, or a stream of texts yet to be ranked."""
    if not body.best_of:
        return
    count = body.n or 1
    if body.best_of < count:
        raise ApiError(
            400,
            "You requested that the server return more choices than it will generate (HINT: you must set "
            f"'n' (currently {count}) to be at most 'best_of' (currently {body.best_of}), or omit either "
            "parameter if you don't specifically want to use them.)",
            param="best_of",
        )
    if body.stream and body.best_of > count:
        raise ApiError(400, "Results cannot be streamed when 'best_of' is greater than 'n'.", param="best_of")


def refuse_many(choices: int) -> None:
    """Raise ApiError 400 where one request asks for too many texts."""
    if choices > MOST_CHOICES:
        raise ApiError(
            400,
            f"Too many completions: {choices} were requested, but at most {MOST_CHOICES} are made at once.",
        )


def refuse_minimum(minimum: int | None, limit: int) -> None:
    """Raise ApiError 400 (vLLM's) where the fewest tokens asked for are more than the most."""
    if minimum is not None and minimum > limit:
        raise ApiError(
            400,
            f"min_tokens must be less than or equal to max_tokens={limit}, got {minimum}.",
            param="min_tokens",
        )
