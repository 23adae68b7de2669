"""What a model does not take. Engines that serve open models take more than OpenAI's own API does."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire.chat import ChatRequest

OWNERS = ("system", "openai", "openai-internal")
OPEN_WEIGHTS = "gpt-oss"
WRITERS = ("chat", "completion")
"""Kinds of models that write text token by token."""
DEFAULTS_ONLY = (("temperature", 1), ("top_p", 1), ("presence_penalty", 0), ("frequency_penalty", 0))
"""Parameters that a reasoning model takes at these values alone."""
NEVER_STOPPED = ("o3", "o3-2025-*", "o4-mini*")
"""Reasoning models that take no `stop`."""
EMBEDDED_AT_ONCE = 300_000
"""Tokens of all inputs of one embeddings request together."""
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
    return model.owner in OWNERS and not model.id.removeprefix("openai/").startswith(OPEN_WEIGHTS)


def refuse_kind(model: Model, kind: str, message: str) -> None:
    """Raise ApiError 404 where `model` is of another kind; open models answer chats and completions alike."""
    if model.kind != kind and (model.kind not in WRITERS or is_hosted(model)):
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
    if body.stops and any(fnmatchcase(model.id, name) for name in NEVER_STOPPED):
        raise ApiError(
            400,
            "Unsupported parameter: 'stop' is not supported with this model.",
            param="stop",
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


def refuse_prediction(body: ChatRequest, model: Model) -> None:
    """Raise ApiError 400 where OpenAI serves the model, and does not let its answers be predicted."""
    if body.prediction is not None and is_hosted(model) and "predicted_outputs" not in model.capabilities:
        raise ApiError(
            400,
            "Unsupported parameter: 'prediction' is not supported with this model.",
            param="prediction",
            code="unsupported_parameter",
        )


def refuse_silence(heard: int, spoken: bool, model: Model) -> None:
    """Raise ApiError 400 where nothing is heard or spoken, by a model of OpenAI's that is for sound alone."""
    if "audio" in model.output_modalities and is_hosted(model) and not (heard or spoken):
        raise ApiError(
            400,
            "This model requires that either input content or output modality contain audio.",
            param="model",
            code="invalid_value",
        )


def token_limit(param: str, asked: int | None, prompt_tokens: int, model: Model) -> int:
    """Most tokens of an answer: as many as `asked`, else as the model writes.

    Raises ApiError 400 where OpenAI would: too large a number, or no room for it in the context window.
    Other engines write as many as their window holds.
    """
    most, window = model.max_output_tokens, model.context_window
    if not is_hosted(model):
        return min(most if asked is None else asked, window)
    if asked is not None and asked > most:
        raise ApiError(
            400,
            f"{param} is too large: {asked}. This model supports at most {most} completion tokens, "
            f"whereas you provided {asked}.",
            param=param,
            code="invalid_value",
        )
    if prompt_tokens + (asked or 0) > window:
        raise too_long(model, prompt_tokens, asked or 0)
    return min(most, window - prompt_tokens) if asked is None else asked


def too_long(model: Model, prompt_tokens: int, asked: int) -> ApiError:
    """The prompt, or prompt and answer together, are longer than the context window."""
    window, total = model.context_window, prompt_tokens + asked
    if model.kind != "chat":
        return ApiError(
            400,
            f"This model's maximum context length is {window} tokens, however you requested {total} tokens "
            f"({prompt_tokens} in your prompt; {asked} for the completion). Please reduce your prompt; or "
            "completion length.",
        )
    requested = (
        f"you requested {total} tokens ({prompt_tokens} in the messages, {asked} in the completion). "
        "Please reduce the length of the messages or completion."
        if asked
        else f"your messages resulted in {prompt_tokens} tokens. Please reduce the length of the messages."
    )
    return ApiError(
        400,
        f"This model's maximum context length is {window} tokens. However, {requested}",
        param="messages",
        code="context_length_exceeded",
    )


def refuse_embedding(model: Model, dimensions: int | None, tokens: Sequence[int]) -> None:
    """Raise ApiError where OpenAI would not embed inputs of so many `tokens`, or not so short."""
    if not is_hosted(model):
        return
    if model.kind != "embedding":
        raise ApiError(403, "You are not allowed to generate embeddings from this model")
    if dimensions is not None and not model.reducible:
        raise ApiError(400, "This model does not support specifying dimensions.")
    if (longest := max(tokens)) > model.context_window:
        raise too_long(model, longest, 0)
    if (total := sum(tokens)) > EMBEDDED_AT_ONCE:
        code = "max_tokens_per_request"
        message = f"Requested {total} tokens, max {EMBEDDED_AT_ONCE} tokens per request"
        raise ApiError(400, message, type=code, code=code)
