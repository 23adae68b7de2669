"""`POST /text/generation`."""

from __future__ import annotations

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.tokens import tokenizer
from fakeai_proxy.wire import text_generation as wire
from fakeai_proxy.wire.completions import CompletionRequest
from fakeai_proxy.wire.usage import plain_usage

from .completions import jobs_of, sampling_of
from .context import Context
from .continuations import continuations
from .noting import note
from .prompts import prompts_of
from .replies import json_reply
from .stamp import stamped
from .submission import submit
from .support import WRITERS

DEFAULT_MAX_TOKENS = 100


def generate(body: wire.GenerationRequest, context: Context) -> Reply:
    """How a text goes on, by any model that writes."""
    model = context.model(body.model)
    refuse_mute(model)
    words = tokenizer(model.encoding, model.token_factor)
    prompts = prompts_of(body.prompt, words)
    asked = completion_of(body)
    drawn = continuations(asked, prompts, sampling_of(asked, model, prompts), words, context.rng)
    account = plain_usage(prompts[0].tokens, drawn.tokens)
    run = submit(jobs_of(asked, model, prompts, drawn.longest), context)
    note(context.exchange, asked, body.max_tokens, account, drawn.choices)
    stamp = stamped("txtgen-", model, context)
    answer: wire.Generation = {
        "id": stamp.id,
        "object": "text.generation",
        "created": stamp.created,
        "model": stamp.model,
        "output": drawn.choices[0].text,
        "finish_reason": drawn.choices[0].finish_reason,
        "usage": account,
    }
    return json_reply(answer, context, run)


def refuse_mute(model: Model) -> None:
    """Raise ApiError 404 for a model that writes nothing."""
    if model.kind not in WRITERS:
        raise ApiError(404, "This model does not generate text.", param="model")


def completion_of(body: wire.GenerationRequest) -> CompletionRequest:
    """The same as a completion."""
    return CompletionRequest.model_construct(
        model=body.model,
        prompt=body.prompt,
        max_tokens=DEFAULT_MAX_TOKENS if body.max_tokens is None else body.max_tokens,
        temperature=body.temperature,
        stop=body.stop,
    )
