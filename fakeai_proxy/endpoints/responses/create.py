"""`POST /responses`."""

from __future__ import annotations

from typing import NamedTuple

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.chat import choices_of, job_of, kept_of, sampling_of, usage_of
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.noting import note, note_tools
from fakeai_proxy.endpoints.said import asked_of
from fakeai_proxy.endpoints.sampling import Choice, Sampling
from fakeai_proxy.endpoints.sliced import after
from fakeai_proxy.endpoints.submission import forecast, submit
from fakeai_proxy.wire.responses import ResponseRequest
from fakeai_proxy.wire.usage import Usage

from .as_chat import reworded, sampled_of
from .asked import Heard, Read, fed, heard_of, read_of
from .delivery import Answer, queued, streamed, whole
from .hosted.used import used
from .refusals import refuse_of_model, refuse_response
from .shown import begun_of
from .written import Written, written

UNNAMED = "gpt-4o"
"""The model of a prompt that is kept elsewhere."""


class Made(NamedTuple):
    """An answer, before anybody has waited for it."""

    choice: Choice
    output: list[Written]
    account: Usage


def create(body: ResponseRequest, context: Context) -> Reply:
    """An answer to what was said before and is said now: whole, as a stream, or in the background."""
    refuse_response(body)
    model = context.model(body.model or UNNAMED)
    refuse_of_model(body, model)
    id = context.services.resources.unused("response", context.identity.suffix)
    name = id.removeprefix("resp_")
    heard = heard_of(body, name, context)
    with reworded(body):
        read = read_of(body, heard.items, model, context, **sampled_of(body))
    if not any(tool["type"] == "file_search" for tool in body.tools or ()):
        return after_reading(body, heard, read, model, id, context)
    from .hosted.file_search import Searches, searched

    def found(searches: Searches | None) -> Reply:
        return after_reading(body, heard._replace(searches=searches), read, model, id, context)

    work = searched(body, heard.items, asked_of(read.chat.messages), read.words, context)
    return after(work, found, context)


def after_reading(
    body: ResponseRequest, heard: Heard, read: Read, model: Model, id: str, context: Context
) -> Reply:
    """What is answered, when searches have found what they find. Raises ApiError."""
    with reworded(body):
        if heard.searches:
            read = fed(read, heard.searches.ids, model)
        limit = min(body.max_output_tokens or read.room, read.room)
        read = read._replace(chat=read.chat.model_copy(update={"max_completion_tokens": limit}))
        sampling = sampling_of(read.chat, model, read.prompt.tokens)
        if heard.searches:
            sampling = sampling._replace(lead=heard.searches.lead)

    def answer(sampling: Sampling) -> Reply:
        return answered(body, heard, read, sampling, model, id, context)

    if context.services.text is None and not context.refusal:
        return answer(sampling)
    from fakeai_proxy.endpoints.sourced import sourced

    question = read.chat.model_copy(update={"max_completion_tokens": body.max_output_tokens})
    return sourced(sampling, question, asked_of(read.chat.messages), model, answer, context)


def answered(
    body: ResponseRequest,
    heard: Heard,
    read: Read,
    sampling: Sampling,
    model: Model,
    id: str,
    context: Context,
) -> Reply:
    """What `model` says to all that it has `heard` and `read`. Raises ApiError."""
    with reworded(body):
        made = made_of(body, heard, read, sampling, id.removeprefix("resp_"), context)
    note(context.exchange, read.chat, body.max_output_tokens, made.account, [made.choice])
    note_tools(context.exchange, body.tools or (), [one.item["type"] for one in made.output])
    begun = begun_of(body, read.chat, model, id, context.created)
    cut, cluster = made.choice.finish_reason == "length", context.services.cluster
    kept = () if cluster.instant else kept_of([made.choice], model, read.prompt, read.words)
    job = job_of(read.chat, model, read.prompt, [made.choice], kept)
    seconds = forecast(job, context) if body.background else 0.0
    answer = Answer(begun, heard.new, made.output, made.account, cut, seconds)
    if body.background and not body.stream:
        pause = context.services.resources.settings.response_queue_seconds
        return queued(answer._replace(queued=pause), context)
    run = submit([job], context)
    return streamed(answer, run, body.stream_options, context) if body.stream else whole(answer, run, context)


def made_of(
    body: ResponseRequest, heard: Heard, read: Read, sampling: Sampling, name: str, context: Context
) -> Made:
    """What is answered. Raises ApiError 400 where a schema lets nothing be valid."""
    [choice] = choices_of(read.chat, sampling, read.words, context)
    asked, rng = asked_of(read.chat.messages), context.rng
    hosted = [] if choice.calls else used(body, heard.items, asked, name, rng, context, heard.searches)
    if any(one.item["type"] == "mcp_approval_request" for one in hosted):
        choice = choice._replace(pieces=(), logprobs=None)  # what there is to say depends on the call
    output = written(choice, hosted, name, body, rng)
    return Made(choice, output, usage_of(read.prompt.tokens, 0, [choice]))
