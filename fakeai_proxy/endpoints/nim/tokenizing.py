"""`/tokenize` and `/detokenize` of vLLM."""

from __future__ import annotations

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.perceived import perceived
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.tokens import Tokenizer, chat_prompt, tokenizer
from fakeai_proxy.wire import nim as wire
from fakeai_proxy.wire.chat import ChatRequest

SERVED = "meta/llama-3.1-8b-instruct"
"""The model of a server that is asked for none."""


def tokenize(body: wire.TokenizeRequest, context: Context) -> Reply:
    """The tokens of a text, or of a conversation as it is read, in the vocabulary it is counted by."""
    if (body.prompt is None) == (body.messages is None):
        raise ApiError(400, "Exactly one of 'prompt' and 'messages' is needed.", param="prompt")
    model = context.model(body.model or SERVED)
    words = tokenizer(model.encoding)
    ids = words.encode(body.prompt) if body.prompt is not None else read(body, model, words, context)
    strings = [words.decode([id]) for id in ids] if body.return_token_strs else None
    answer: wire.Tokenized = {
        "count": len(ids),
        "max_model_len": model.context_window,
        "tokens": ids,
        "token_strs": strings,
    }
    return json_reply(answer, context)


def read(body: wire.TokenizeRequest, model: Model, words: Tokenizer, context: Context) -> list[int]:
    chat = ChatRequest.model_construct(model=model.id, messages=body.messages, tools=body.tools)
    priming = 0 if body.add_generation_prompt is False else model.priming
    messages = perceived(chat, model, context).chat.messages
    return chat_prompt(messages, body.tools, words, priming=priming).exact


def detokenize(body: wire.DetokenizeRequest, context: Context) -> Reply:
    """The text of tokens."""
    model = context.model(body.model or SERVED)
    answer: wire.Detokenized = {"prompt": tokenizer(model.encoding).decode(body.tokens)}
    return json_reply(answer, context)
