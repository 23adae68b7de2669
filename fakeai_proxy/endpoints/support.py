"""What a model does not take. Engines that serve open models take more than OpenAI's own API does."""

from __future__ import annotations

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire.chat import ChatRequest

OWNERS = ("system", "openai", "openai-internal")
OPEN_WEIGHTS = "gpt-oss"
DEFAULTS_ONLY = (("temperature", 1), ("top_p", 1), ("presence_penalty", 0), ("frequency_penalty", 0))
"""Parameters that a reasoning model takes at these values alone."""
NOT_CHAT = (
    "This is not a chat model and thus not supported in the v1/chat/completions endpoint. "
    "Did you mean to use v1/completions?"
)
ONLY_CHAT = (
    "This is a chat model and not supported in the v1/completions endpoint. "
    "Did you mean to use v1/chat/completions?"
)


def is_hosted(model: Model) -> bool:
    """Does OpenAI itself serve this model, with the limits of its own API?"""
    return model.owner in OWNERS and not model.id.startswith(OPEN_WEIGHTS)


def refuse_kind(model: Model, kind: str, message: str) -> None:
    """Raise ApiError 404 where `model` is of another kind; open models answer chats and completions alike."""
    if model.kind != kind and (model.kind == "embedding" or is_hosted(model)):
        raise ApiError(404, message, param="model")


def refuse_of_reasoning(body: ChatRequest, model: Model) -> None:
    """Raise ApiError for what OpenAI's reasoning models leave to themselves: sampling and probabilities."""
    if not (model.reasoning and is_hosted(model)):
        return
    if body.max_tokens is not None:
        raise ApiError(
            400,
            "Unsupported parameter: 'max_tokens' is not supported with this model. "
            "Use 'max_completion_tokens' instead.",
            param="max_tokens",
            code="unsupported_parameter",
        )
    for name, default in DEFAULTS_ONLY:
        value = getattr(body, name)
        if value is not None and value != default:
            raise ApiError(
                400,
                f"Unsupported value: '{name}' does not support {value:g} with this model. "
                f"Only the default ({default}) value is supported.",
                param=name,
                code="unsupported_value",
            )
    if body.logprobs:
        raise ApiError(403, "You are not allowed to request logprobs from this model")


def token_limit(param: str, asked: int | None, prompt_tokens: int, model: Model) -> int:
    """Most tokens of an answer: as many as `asked`, but no more than model and context window allow.

    Raises ApiError 400 where OpenAI refuses so large a number; other engines cut it.
    """
    most = model.max_output_tokens
    if asked is not None and asked > most and is_hosted(model):
        raise ApiError(
            400,
            f"{param} is too large: {asked}. This model supports at most {most} completion tokens, "
            f"whereas you provided {asked}.",
            param=param,
            code="invalid_value",
        )
    room = max(model.context_window - prompt_tokens, 0)
    return min(most if asked is None else asked, room)
