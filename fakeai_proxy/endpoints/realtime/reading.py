"""What a model reads and hears before it answers, and what it answers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.chat import choices_of, job_of, sampling_of, tools_of
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.perceived import perceived
from fakeai_proxy.endpoints.responses.as_chat import chat_of, messages_of
from fakeai_proxy.endpoints.said import asked_of
from fakeai_proxy.endpoints.sampling import Choice, Sampling
from fakeai_proxy.endpoints.sourced import sourced
from fakeai_proxy.engine import Job
from fakeai_proxy.tokens import ChatPrompt, Tokenizer, chat_prompt, tokenizer
from fakeai_proxy.tokens.media import heard_tokens, spoken_tokens
from fakeai_proxy.wire.chat import ChatRequest
from fakeai_proxy.wire.responses import CountRequest

from .configuration import Config
from .conversation import Kept
from .items import heard_items

Say = Callable[[Choice], Iterator[Any]]


class Read(NamedTuple):
    """A prompt."""

    chat: ChatRequest
    prompt: ChatPrompt
    """With what is said in sound as text."""
    words: Tokenizer
    text_tokens: int
    audio_tokens: int
    image_tokens: int

    @property
    def tokens(self) -> int:
        return self.text_tokens + self.audio_tokens + self.image_tokens

    def answer(self, model: Model, context: Context, say: Say) -> Iterator[Any]:
        """What `say` makes of what the model says. Raises ApiError where a schema lets nothing be valid."""
        room = max(model.context_window - self.tokens, 1)
        limit = min(self.chat.max_completion_tokens or room, room, model.max_output_tokens or room)
        chat = self.chat.model_copy(update={"max_completion_tokens": limit})

        def answered(sampling: Sampling) -> Iterator[Any]:
            [choice] = choices_of(chat, sampling, self.words, context)
            return say(choice)

        sampling = sampling_of(chat, model, self.prompt.tokens)
        return sourced(sampling, chat, asked_of(chat.messages), model, answered, context)

    def job(self, model: Model, choice: Choice, spoken: int) -> Job:
        """The work of `choice`, of which `spoken` tokens are sound."""
        job = job_of(self.chat, model, self.prompt, [choice], ())
        ids = job.prompt[: self.tokens]
        return replace(job, prompt=ids, prompt_tokens=self.tokens, output_tokens=job.output_tokens + spoken)


def read(config: Config, items: Sequence[Kept], model: Model, context: Context) -> Read:
    """What `model` reads of `items`: of too many the latest.

    Raises ApiError 400 where that is too much, or may not be truncated.
    """
    whole = prompt_of(config, items, model, context)
    most = model.context_window - min(model.max_output_tokens, model.context_window // 2)
    if not model.context_window or whole.tokens <= most:
        return whole
    if config["truncation"] == "disabled":
        raise too_long(model, whole.tokens)
    most = int(most * retained(config))
    places = range(len(items))
    left = bisect_left(
        places, True, key=lambda at: prompt_of(config, items[at:], model, context).tokens <= most
    )
    short = prompt_of(config, items[left:], model, context)
    if short.tokens >= model.context_window:
        raise too_long(model, short.tokens)
    return short


def retained(config: Config) -> float:
    """The share of the room that is used after a truncation."""
    given = config["truncation"]
    return float(given["retention_ratio"]) if isinstance(given, dict) else 1.0


def too_long(model: Model, tokens: int) -> ApiError:
    return ApiError(
        400,
        f"The conversation is {tokens} tokens long, and the context window of this model is "
        f"{model.context_window} tokens.",
        code="context_length_exceeded",
    )


def prompt_of(config: Config, items: Sequence[Kept], model: Model, context: Context) -> Read:
    messages = messages_of(config["instructions"], heard_items(items)) or [{"role": "user", "content": ""}]
    words = tokenizer(model.encoding, model.token_factor)
    seen = perceived(chat_asked(config, messages, model), model, context)
    prompt = chat_prompt(seen.chat.messages, tools_of(seen.chat), words, priming=model.priming)
    said = sum(words.count(kept.heard) for kept in items if kept.samples)
    text = max(prompt.tokens - said - seen.image_tokens, 0)
    return Read(seen.chat, prompt, words, text, sound_tokens(items), seen.image_tokens)


def chat_asked(config: Config, messages: list[dict[str, Any]], model: Model) -> ChatRequest:
    asked = CountRequest.model_construct(
        model=model.id,
        tools=config["tools"] or None,
        tool_choice=config["tool_choice"],
        parallel_tool_calls=config.get("parallel_tool_calls"),
        reasoning=config.get("reasoning"),
    )
    most = config["max_output_tokens"]
    temperature = config.get("temperature")
    return chat_of(asked, messages, None if most == "inf" else most, temperature=temperature)


def sound_tokens(items: Sequence[Kept]) -> int:
    """What the sound of `items` costs: that of the model's own more than that of the user."""
    sounding = [kept for kept in items if kept.samples]
    return sum(
        spoken_tokens(kept.seconds) if kept.item["role"] == "assistant" else heard_tokens(kept.seconds)
        for kept in sounding
    )
