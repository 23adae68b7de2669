"""`POST /completions` (legacy)."""

from __future__ import annotations

from collections.abc import Sequence

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.engine import Job
from fakeai_proxy.tokens import Tokenizer, tokenizer
from fakeai_proxy.wire import completions as wire
from fakeai_proxy.wire.usage import PlainUsage, plain_usage

from .biased import bias_of
from .completion_stream import CompletionFrame, completion_stream
from .context import Context
from .continuations import continuations
from .logprobs import completion_logprobs
from .noting import note
from .prompts import Prompt, prompts_of
from .replies import json_reply
from .rules import refuse_best_of, refuse_many, refuse_minimum, refuse_stream_options
from .sampling import Choice, Sampling
from .stamp import Stamp, stamped
from .submission import submit
from .support import ONLY_CHAT, refuse_kind, token_limit

DEFAULT_MAX_TOKENS = 16


def complete(body: wire.CompletionRequest, context: Context) -> Reply:
    """`n` continuations of every prompt: whole, or as a stream of one token an event."""
    refuse_stream_options(body)
    refuse_best_of(body)
    model = context.model(body.model)
    refuse_kind(model, "completion", ONLY_CHAT)
    words = tokenizer(model.encoding, model.token_factor)
    prompts = prompts_of(body.prompt or "", words)
    refuse_many(len(prompts) * max(body.n or 1, body.best_of or 1))
    sampling = sampling_of(body, model, prompts)

    def answer(sampling: Sampling) -> Reply:
        return answered(body, model, words, prompts, sampling, context)

    if context.services.text is None and not context.refusal:
        return answer(sampling)
    from .sourced import sourced

    return sourced(sampling, body, prompts[0].text, model, answer, context)


def answered(
    body: wire.CompletionRequest,
    model: Model,
    words: Tokenizer,
    prompts: Sequence[Prompt],
    sampling: Sampling,
    context: Context,
) -> Reply:
    """What `model` writes after each of `prompts`. Raises ApiError."""
    drawn = continuations(body, prompts, sampling, words, context.rng)
    suffix = words.count(body.suffix or "")
    account = plain_usage(sum(prompt.tokens + suffix for prompt in prompts), drawn.tokens)
    run = submit(jobs_of(body, model, prompts, drawn.longest), context)
    note(context.exchange, body, body.max_tokens, account, drawn.choices)
    stamp = stamped("cmpl-", model, context)
    if body.stream:
        frame = CompletionFrame(stamp, body.stream_options)
        return completion_stream(frame, drawn.choices, account, run, context.identity)
    return json_reply(completion(stamp, drawn.choices, account), context, run)


def sampling_of(body: wire.CompletionRequest, model: Model, prompts: Sequence[Prompt]) -> Sampling:
    asked = DEFAULT_MAX_TOKENS if body.max_tokens is None else body.max_tokens
    limit = token_limit("max_tokens", asked, max(prompt.tokens for prompt in prompts), model)
    refuse_minimum(body.min_tokens, limit)
    return Sampling(
        limit,
        minimum=body.min_tokens or 0,
        ignore_eos=bool(body.ignore_eos),
        stop=body.stops,
        top_logprobs=body.logprobs,
        bias=bias_of(body.logit_bias, model) if body.logit_bias else None,
    )


def jobs_of(
    body: wire.CompletionRequest, model: Model, prompts: Sequence[Prompt], longest: Sequence[int]
) -> list[Job]:
    """One for each prompt: they share the batch, as far as they share a worker, and nothing else."""
    width, salt = max(body.n or 1, body.best_of or 0), body.cache_salt or ""
    return [
        Job(model, prompt.ids, prompt.tokens, tokens, choices=width, salt=salt)
        for prompt, tokens in zip(prompts, longest, strict=True)
    ]


def completion(stamp: Stamp, choices: Sequence[Choice], account: PlainUsage) -> wire.Completion:
    """The whole answer."""
    answer: wire.Completion = {
        "id": stamp.id,
        "object": "text_completion",
        "created": stamp.created,
        "model": stamp.model,
        "choices": [choice_of(choice) for choice in choices],
        "usage": account,
    }
    if stamp.system_fingerprint:
        answer["system_fingerprint"] = stamp.system_fingerprint
    return answer


def choice_of(choice: Choice) -> wire.Choice:
    logprobs = choice.logprobs
    return {
        "text": choice.text,
        "index": choice.number,
        "logprobs": None
        if logprobs is None
        else completion_logprobs(logprobs, choice.offset, opens=choice.echoed > 0),
        "finish_reason": choice.finish_reason,
    }
