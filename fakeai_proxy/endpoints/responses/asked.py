"""What a model reads before it answers, in the form of a chat."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.chat import tools_of
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.perceived import perceived
from fakeai_proxy.endpoints.rules import asks_json, speaks_of_json
from fakeai_proxy.endpoints.support import is_hosted, refuse_kind
from fakeai_proxy.tokens import ChatPrompt, Tokenizer, chat_prompt, tokenizer
from fakeai_proxy.wire.chat import ChatRequest
from fakeai_proxy.wire.responses import CountRequest

from .as_chat import chat_of, messages_of
from .items import Item, given
from .past import past, resolved
from .refusals import refuse_loose_items

if TYPE_CHECKING:
    from .hosted.file_search import Searches

NOT_RESPONSES = "This model is not supported in the v1/responses endpoint."


class Heard(NamedTuple):
    """The items of a request."""

    before: list[Item]
    """What was said before."""
    new: list[dict[str, Any]]
    """What the request adds."""
    searches: Searches | None = None
    """What was found for it in files."""

    @property
    def items(self) -> list[Item]:
        return [*self.before, *self.new]


class Read(NamedTuple):
    """What a model reads."""

    chat: ChatRequest
    prompt: ChatPrompt
    words: Tokenizer
    room: int
    """Most tokens of an answer."""


def heard_of(body: CountRequest, name: str, context: Context) -> Heard:
    """All items that the request called `name` speaks of. Raises ApiError."""
    before = past(body, context)
    heard = Heard(before, resolved(given(body.input, name), before, context))
    refuse_loose_items(heard.items)
    return heard


def read_of(body: CountRequest, items: Sequence[Item], model: Model, context: Context, **fields: Any) -> Read:
    """What `model` reads of `items`. Raises ApiError where it is too much, or no JSON is spoken of."""
    refuse_kind(model, "chat", NOT_RESPONSES)
    messages = messages_of(body.instructions, items) or [{"role": "user", "content": ""}]
    chat, words = chat_of(body, messages, **fields), tokenizer(model.encoding, model.token_factor)
    if asks_json(chat) and not speaks_of_json(chat):
        raise ApiError(
            400,
            "Response input messages must contain the word 'json' in some form to use 'text.format' of type "
            "'json_object'.",
            param="input",
        )
    chat = perceived(chat, model, context).chat
    prompt = prompt_of(chat, words, model)
    if prompt.tokens >= model.context_window and body.truncation == "auto":
        chat = truncated(chat, words, model)
        prompt = prompt_of(chat, words, model)
    if prompt.tokens >= model.context_window and is_hosted(model):
        raise ApiError(
            400,
            "Your input exceeds the context window of this model. Please adjust your input and try again.",
            param="input",
            code="context_length_exceeded",
        )
    room = min(model.max_output_tokens, max(model.context_window - prompt.tokens, 1))
    return Read(chat, prompt, words, room)


def fed(read: Read, ids: Sequence[int], model: Model) -> Read:
    """`read` with the tokens of what was found for it."""
    exact = [*read.prompt.exact, *ids]
    prompt = ChatPrompt(read.words.scaled_ids(exact), read.words.scaled(len(exact)), exact)
    return read._replace(prompt=prompt, room=min(read.room, max(model.context_window - prompt.tokens, 1)))


def prompt_of(chat: ChatRequest, words: Tokenizer, model: Model) -> ChatPrompt:
    return chat_prompt(chat.messages, tools_of(chat), words, priming=model.priming)


def truncated(chat: ChatRequest, words: Tokenizer, model: Model) -> ChatRequest:
    """`chat` without its oldest messages, as few of them as make room; instructions and the last one stay."""
    fixed = 1 if chat.messages[0]["role"] == "developer" else 0
    head, tail = chat.messages[:fixed], chat.messages[fixed:]

    def without(oldest: int) -> ChatRequest:
        rest = tail[oldest:]
        while len(rest) > 1 and rest[0]["role"] == "tool":
            rest = rest[1:]
        return chat.model_copy(update={"messages": [*head, *rest]})

    def fits(oldest: int) -> bool:
        return prompt_of(without(oldest), words, model).tokens < model.context_window

    return without(bisect_left(range(len(tail) - 1), True, key=fits))
