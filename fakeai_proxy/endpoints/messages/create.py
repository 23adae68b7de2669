"""`POST /messages`."""

from __future__ import annotations

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.chat import choices_of, sampling_of
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.noting import note
from fakeai_proxy.endpoints.submission import submit
from fakeai_proxy.engine import Job
from fakeai_proxy.wire.anthropic import MessagesRequest
from fakeai_proxy.wire.usage import usage

from .blocks import Stopped, stopped, written
from .delivery import Answer, streamed, whole
from .read import Read, read_of
from .refusals import model_of, refuse_sampling, refuse_unversioned
from .thinking import thinking_of

ID = 22
"""Characters of the id of a message, after what all begin with."""


def create(body: MessagesRequest, context: Context) -> Reply:
    """An answer of Anthropic's Messages API: whole, or as a stream of one token an event."""
    refuse_unversioned(context)
    model = model_of(body.model, context)
    refuse_sampling(body, model)
    sampled = {"stream": body.stream, "temperature": body.temperature}
    read = read_of(body, model, context, max_completion_tokens=body.max_tokens, **sampled)
    ended = answered(body, read, model, context)
    choice = ended.choice
    account = usage(read.tokens, choice.tokens, reasoning=choice.reasoned)
    note(context.exchange, read.chat, body.max_tokens, account, [choice])
    tier = "batch" if context.exchange.batch else "standard"
    name = f"msg_01{context.identity.suffix[:ID]}"
    answer = Answer(name, model.snapshot or model.id, read, ended, written(choice, context.rng), tier)
    run = submit([Job(model, read.cacheable, read.tokens, choice.tokens)], context)
    return (streamed if body.stream else whole)(answer, run, context)


def answered(body: MessagesRequest, read: Read, model: Model, context: Context) -> Stopped:
    """What is said, and why no more. Raises ApiError 400 where a schema lets nothing be valid."""
    room = model.context_window - read.tokens
    limit = min(body.max_tokens, room)
    chat = read.chat.model_copy(update={"max_completion_tokens": limit})
    sampling = sampling_of(chat, model, read.tokens)._replace(thinking=thinking_of(body))
    [choice] = choices_of(chat, sampling, read.words, context)
    ended = stopped(choice, body.stop_sequences or [], read.words)
    full = ended.reason == "max_tokens" and limit < body.max_tokens
    return ended._replace(reason="model_context_window_exceeded") if full else ended
