"""`POST /messages`."""

from __future__ import annotations

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.chat import choices_of, sampling_of
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.noting import note
from fakeai_proxy.endpoints.said import asked_of
from fakeai_proxy.endpoints.sampling import Sampling
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
    sampled = {"stream": body.stream, "temperature": body.temperature, "top_p": body.top_p}
    read = read_of(body, model, context, max_completion_tokens=body.max_tokens, **sampled)
    limit = min(body.max_tokens, model.context_window - read.tokens)
    read = read._replace(chat=read.chat.model_copy(update={"max_completion_tokens": limit}))
    sampling = sampling_of(read.chat, model, read.tokens)._replace(thinking=thinking_of(body))

    def answer(sampling: Sampling) -> Reply:
        return answered(body, read, sampling, model, context)

    if context.services.text is None and not context.refusal:
        return answer(sampling)
    from fakeai_proxy.endpoints.sourced import sourced

    return sourced(sampling, read.chat, asked_of(read.chat.messages), model, answer, context)


def answered(body: MessagesRequest, read: Read, sampling: Sampling, model: Model, context: Context) -> Reply:
    """What `model` says to what it has `read`. Raises ApiError 400."""
    [choice] = choices_of(read.chat, sampling, read.words, context)
    ended = filled(stopped(choice, body.stop_sequences or [], read.words), sampling.limit < body.max_tokens)
    choice = ended.choice
    account = usage(read.tokens, choice.tokens, reasoning=choice.reasoned)
    note(context.exchange, read.chat, body.max_tokens, account, [choice])
    name = f"msg_01{context.identity.suffix[:ID]}"
    answer = Answer(name, model.snapshot or model.id, read, ended, written(choice, context.rng))
    run = submit([Job(model, read.cacheable, read.tokens, choice.tokens)], context)
    return (streamed if body.stream else whole)(answer, run, context)


def filled(ended: Stopped, short: bool) -> Stopped:
    """`ended`; where the window was `short` of the limit asked for, that is what has cut it off."""
    full = short and ended.reason == "max_tokens"
    return ended._replace(reason="model_context_window_exceeded") if full else ended
