"""A response that says nothing: it is read, so that the next one, which goes on from it, begins sooner."""

from __future__ import annotations

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.submission import submit
from fakeai_proxy.endpoints.together import Timing
from fakeai_proxy.engine import Job
from fakeai_proxy.wire.responses import ResponseRequest
from fakeai_proxy.wire.usage import usage

from .as_chat import reworded, sampled_of
from .asked import heard_of, read_of
from .create import UNNAMED
from .delivery import Answer, streamed
from .refusals import refuse_of_model, refuse_response
from .shown import begun_of


def warm(body: ResponseRequest, context: Context) -> Reply:
    """The events of a response without output, after its prompt is in the cache."""
    refuse_response(body)
    model = context.model(body.model or UNNAMED)
    refuse_of_model(body, model)
    id = context.services.resources.unused("response", context.identity.suffix)
    heard = heard_of(body, id.removeprefix("resp_"), context)
    with reworded(body):
        read = read_of(body, heard.items, model, context, **sampled_of(body))
    context.exchange.prompt_tokens, context.exchange.streamed = read.prompt.tokens, True
    begun = begun_of(body, read.chat, model, id, context.created)
    answer = Answer(begun, heard.new, [], usage(read.prompt.tokens, 0), cut=False)
    run = submit([Job(model, read.prompt.ids, read.prompt.tokens, 0)], context)
    return after(run, streamed(answer, run, body.stream_options, context))


def after(run: Timing, reply: Reply) -> Reply:
    """`reply`, once the prompt of `run` was read."""
    yield from run.finish()
    yield from reply
