"""`POST /chat/completions`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.engine import Job
from fakeai_proxy.tokens import REPLY_PRIMING, ChatPrompt, Tokenizer, chat_prompt, tokenizer
from fakeai_proxy.wire import chat as wire
from fakeai_proxy.wire.usage import Usage, usage, with_sound

from .biased import bias_of
from .chat_answer import ChatAnswer
from .chat_stream import chat_stream
from .context import Context
from .noting import note
from .perceived import Perceived, perceived
from .reasoning import thinking_of
from .replies import json_after, json_reply
from .rules import asks_json, refuse_chat, refuse_minimum
from .said import asked_of
from .sampling import Choice, Sampling, sample
from .stamp import Stamp, stamped
from .submission import submit
from .support import (
    NOT_CHAT,
    is_hosted,
    refuse_kind,
    refuse_of_reasoning,
    refuse_prediction,
    refuse_silence,
    token_limit,
)

Ids = Sequence[int] | NDArray[np.uint32]
Tier = Literal["default", "flex", "scale", "priority"]

TIERS: Mapping[str, Tier] = {
    "auto": "default",
    "default": "default",
    "flex": "flex",
    "scale": "scale",
    "priority": "priority",
    "fast": "priority",
}
"""Which tier serves what was asked for."""
BREAKPOINT = b'"prompt_cache_breakpoint"'
VERBOSITY = {"low": 0.5, "medium": 1.0, "high": 2.0}
"""How many times as long as ever an answer is."""


def chat(body: wire.ChatRequest, context: Context) -> Reply:
    """An answer to a conversation: whole, or as a stream of one token an event."""
    refuse_chat(body)
    model = context.model(body.model)
    refuse_kind(model, "chat", NOT_CHAT)
    refuse_of_reasoning(body, model)
    refuse_prediction(body, model)
    if is_spoken(body):
        from .voiced import refuse_sound

        refuse_sound(body, model)
    words = tokenizer(model.encoding, model.token_factor)
    heard = perceived(body, model, context)
    refuse_silence(heard.audio_tokens, is_spoken(body), model)
    prompt = chat_prompt(heard.chat.messages, tools_of(body), words, priming=model.priming)
    sampling = sampling_of(body, model, prompt.tokens)

    def answer(sampling: Sampling) -> Reply:
        return answered(heard, model, words, prompt, sampling, context)

    if context.services.text is None and not context.refusal:
        return answer(sampling)
    from .sourced import sourced

    return sourced(sampling, body, asked_of(heard.chat.messages), model, answer, context)


def answered(
    heard: Perceived,
    model: Model,
    words: Tokenizer,
    prompt: ChatPrompt,
    sampling: Sampling,
    context: Context,
) -> Reply:
    """What `model` says to `prompt`, of which it has `heard` all media. Raises ApiError."""
    body = heard.chat
    choices, moderation = drawn(body, model, sampling, words, context)
    kept = () if context.services.cluster.instant else kept_of(choices, model, prompt, words)
    job = job_of(body, model, prompt, choices, kept)
    run = submit([replace(job, salt=context.identity.suffix) if is_apart(body, context) else job], context)
    account = usage_of(prompt.tokens, run.cached_tokens, choices)
    exchange, spoken = context.exchange, sum([choice.spoken for choice in choices])
    exchange.input_audio_tokens, exchange.output_audio_tokens = heard.audio_tokens, spoken
    if heard.audio_tokens or spoken:
        with_sound(account, heard.audio_tokens, heard.image_tokens, spoken)
    note(exchange, body, body.max_completion_tokens or body.max_tokens, account, choices)
    stamp, shows_logprobs = stamp_of(body, model, context), not (model.reasoning and is_hosted(model))
    tier = exchange.service_tier = tier_of(body)
    answer = ChatAnswer(heard.sent, stamp, tier, choices, account, shows_logprobs, moderation)
    if body.stream:
        return chat_stream(answer, run, context)
    if body.store or spoken:
        return json_after(lambda: answer.ended(run, context).whole(), context, run)
    return json_reply(answer.whole(), context, run)


def drawn(
    body: wire.ChatRequest, model: Model, sampling: Sampling, words: Tokenizer, context: Context
) -> tuple[list[Choice], dict[str, Any] | None]:
    """The answers to `body`, after a look at the web and with a verdict on them, where they are asked for."""
    verdict = None
    if body.moderation is not None:
        from .moderated import asked_verdict, heeding, moderation_of

        verdict = asked_verdict(body, context)
        sampling = heeding(sampling, verdict, body)
    if body.web_search_options is None and "-search-" not in model.id:
        choices = choices_of(body, sampling, words, context)
    else:
        from .web_search import cited, searching

        online = searching(sampling, body, asked_of(body.messages), context.exchange)
        choices = [cited(choice) for choice in choices_of(body, online, words, context)]
    if is_spoken(body):
        from .voiced import voiced

        choices = [voiced(choice, body, context) for choice in choices]
    return choices, verdict and moderation_of(verdict, choices, body, context)


def is_spoken(body: wire.ChatRequest) -> bool:
    """Is the answer to be heard?"""
    return body.modalities is not None and "audio" in body.modalities


def stamp_of(body: wire.ChatRequest, model: Model, context: Context) -> Stamp:
    """The stamp of the answer; one that is kept has an id that no other has that was."""
    stamp = stamped("chatcmpl-", model, context)
    if not body.store:
        return stamp
    return stamp._replace(id=context.services.resources.unused("chat.completion", context.identity.suffix))


def choices_of(
    body: wire.ChatRequest, sampling: Sampling, words: Tokenizer, context: Context
) -> list[Choice]:
    """The answers to `body`. Raises ApiError 400 where its schema lets none be valid."""
    if sampling.schema is not None or speaks_of_tools(body):
        from .demands import demanded

        return demanded(body, sampling, words, context.rng)
    return [sample(index, sampling, words, context.rng) for index in range(body.n or 1)]


def speaks_of_tools(body: wire.ChatRequest) -> bool:
    """Whether there are tools to call, or results of them to answer."""
    given = body.tools or body.functions or body.tool_choice or body.function_call
    return bool(given) or body.messages[-1]["role"] in ("tool", "function")


def tools_of(body: wire.ChatRequest) -> list[Any]:
    """Tools, in their present and their older form."""
    return [*(body.tools or ()), *(body.functions or ())]


def sampling_of(body: wire.ChatRequest, model: Model, prompt_tokens: int) -> Sampling:
    param = "max_tokens" if body.max_completion_tokens is None else "max_completion_tokens"
    limit = token_limit(param, getattr(body, param), prompt_tokens, model)
    refuse_minimum(body.min_tokens, limit)
    return Sampling(
        limit,
        minimum=body.min_tokens or 0,
        ignore_eos=bool(body.ignore_eos),
        stop=body.stops,
        json_object=asks_json(body),
        schema=schema_of(body),
        top_logprobs=(body.top_logprobs or 0) if body.logprobs else None,
        thinking=thinking_of(body, model),
        predicted=body.predicted,
        verbosity=VERBOSITY[body.verbosity or "medium"],
        bias=bias_of(body.logit_bias, model) if body.logit_bias else None,
    )


def schema_of(body: wire.ChatRequest) -> Mapping[str, Any] | None:
    """The schema that an answer must have."""
    if body.response_format is None or body.response_format["type"] != "json_schema":
        return None
    return body.response_format["json_schema"].get("schema") or {}


def kept_of(choices: list[Choice], model: Model, prompt: ChatPrompt, words: Tokenizer) -> Ids:
    """Ids of the answer, where the next turn repeats it: one alone, no reasoning, after a whole frame."""
    one = choices[0]
    if len(choices) > 1 or one.reasoned or one.calls or one.spoken or model.priming < REPLY_PRIMING:
        return ()
    return prompt.followed(words.encode(choices[0].text), words)


def job_of(body: wire.ChatRequest, model: Model, prompt: ChatPrompt, choices: list[Choice], kept: Ids) -> Job:
    """What the cluster has to do for `choices`, of which it keeps `kept`."""
    return Job(
        model,
        prompt.ids,
        prompt.tokens,
        max([choice.tokens for choice in choices]),
        choices=len(choices),
        salt=body.cache_salt or "",
        strides=strides_of(choices[0]),
        output=kept,
    )


def is_apart(body: wire.ChatRequest, context: Context) -> bool:
    """Is nothing of its prompt to be cached? So it is where places are to be named for that, and none is."""
    explicit = body.prompt_cache_options is not None and body.prompt_cache_options.get("mode") == "explicit"
    return explicit and BREAKPOINT not in context.request.body


def strides_of(choice: Choice) -> tuple[int, ...]:
    """Tokens that each step after the prefill brings: a prediction is of no use to those that reason."""
    if choice.speculation is None:
        return ()
    return ((1,) * choice.reasoned + choice.speculation.strides)[1:]


def usage_of(prompt_tokens: int, cached_tokens: int, choices: list[Choice]) -> Usage:
    """The account of all `choices`; only one alone may have been predicted."""
    spent = choices[0].speculation
    return usage(
        prompt_tokens,
        sum([choice.tokens for choice in choices]),
        cached=cached_tokens,
        reasoning=sum([choice.reasoned for choice in choices]),
        accepted=spent.accepted if spent else 0,
        rejected=spent.rejected if spent else 0,
    )


def tier_of(body: wire.ChatRequest) -> Tier:
    """The tier that served the request; `auto` is the default one."""
    return TIERS[body.service_tier or "auto"]
