"""What assistants and threads are kept as. Every operation begins here."""

from __future__ import annotations

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.resources import Resource

BETA = "assistants=v2"
OPENAI = "api.openai.com"


def refuse_without_beta(context: Context) -> None:
    """Raise ApiError 400 where the header that OpenAI wants is missing."""
    request = context.request
    if request.host == OPENAI and BETA not in request.header("openai-beta"):
        raise ApiError(
            400,
            "You must provide the 'OpenAI-Beta' header to access the Assistants API. Please try again by "
            f"setting the header 'OpenAI-Beta: {BETA}'.",
            code="invalid_beta",
        )


def assistant_of(context: Context, id: str | None = None) -> Resource:
    """The assistant called `id`, or that of the path. Raises ApiError."""
    refuse_without_beta(context)
    id = context.parameters["assistant_id"] if id is None else id
    return context.services.resources.need(context.owner, "assistant", id)


def thread_of(context: Context) -> Resource:
    """The thread of the path. Raises ApiError."""
    refuse_without_beta(context)
    return context.services.resources.need(context.owner, "thread", context.parameters["thread_id"])


def message_of(context: Context) -> Resource:
    """The message of the path. Raises ApiError."""
    id, thread = context.parameters["message_id"], thread_of(context)
    return context.services.resources.need(thread.owner, "thread.message", id, thread.id)


def run_of(context: Context) -> Resource:
    """The run of the path. Raises ApiError."""
    id, thread = context.parameters["run_id"], thread_of(context)
    return context.services.resources.need(thread.owner, "thread.run", id, thread.id)


def step_of(run: Resource, context: Context) -> Resource:
    """The step of the path. Raises ApiError."""
    return context.services.resources.need(
        run.owner, "thread.run.step", context.parameters["step_id"], run.id
    )
