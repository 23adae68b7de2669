"""What a model reads before it answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.chat import tools_of
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.perceived import perceived
from fakeai_proxy.tokens import ChatPrompt, Tokenizer, chat_prompt, tokenizer
from fakeai_proxy.wire.anthropic import CountRequest
from fakeai_proxy.wire.chat import ChatRequest

from .as_chat import chat_of
from .caching import asked_of, least_of
from .refusals import refuse_asked, refuse_length, refused


class Read(NamedTuple):
    """A request, as it is read."""

    chat: ChatRequest
    tokens: int
    words: Tokenizer
    cacheable: Sequence[int] | NDArray[np.uint32] = ()
    """The ids up to the last breakpoint."""
    ttl: str = "5m"


def read_of(body: CountRequest, model: Model, context: Context, **fields: Any) -> Read:
    """What `model` reads of `body`. Raises ApiError 400."""
    refuse_asked(body, model)
    words = tokenizer(model.encoding, model.token_factor)
    chat = seen(chat_of(body, **fields), model, context)
    prompt = prompt_of(chat, words, model.priming)
    refuse_length(prompt.tokens, model)
    read = Read(chat, prompt.tokens, words)
    if (asked := asked_of(body)) is None:
        return read
    before = seen(chat_of(asked.prefix), model, context)
    tokens = min(prompt_of(before, words, 0).tokens, prompt.tokens)
    if tokens < least_of(model.id):
        return read
    return read._replace(cacheable=prompt.ids[:tokens], ttl=asked.ttl)


def seen(chat: ChatRequest, model: Model, context: Context) -> ChatRequest:
    """`chat` with its images and documents read. Raises ApiError 400."""
    try:
        return perceived(chat, model, context).chat
    except ApiError as error:
        raise refused("Could not process image") if "image" in (error.code or "") else error from None


def prompt_of(chat: ChatRequest, words: Tokenizer, priming: int) -> ChatPrompt:
    return chat_prompt(chat.messages, tools_of(chat), words, priming=priming)
