"""The way of an answer to the cluster, and what becomes of it where the cluster does not take it."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from fakeai_proxy.core.errors import ApiError, SettingsError
from fakeai_proxy.engine import Job, QueueFull, Refused, Run

from .context import Context
from .together import Timing, Together

RETRY_AFTER = 1
"""Seconds that a client is told to wait where too many do already."""


class Overload(NamedTuple):
    """How a provider says that it has too much to do."""

    hosts: str
    status: int
    message: str
    type: str
    code: str | None = None


OVERLOADS: tuple[Overload, ...] = (
    Overload("api.anthropic.com", 529, "Overloaded", "overloaded_error"),
    Overload(
        "*.openai.azure.com",
        429,
        "Requests to this deployment have exceeded its call rate limit. "
        f"Please retry after {RETRY_AFTER} seconds.",
        "rate_limit_error",
        "429",
    ),
    Overload("*.nvidia.com", 429, "Too Many Requests", "rate_limit_error", "too_many_requests"),
    Overload(
        "*",
        503,
        "That model is currently overloaded with other requests. You can retry your request.",
        "service_unavailable_error",
        "server_is_overloaded",
    ),
)
"""The first one whose hosts match."""


def submit(jobs: Sequence[Job], context: Context) -> Timing:
    """The jobs of one request on their way through the cluster, as one run.

    Raises ApiError where no worker takes one of them; then none of them is done.
    """
    runs: list[Run] = []
    try:
        runs.extend(context.services.cluster.submit(job, context.rng) for job in jobs)
    except (Refused, SettingsError) as refusal:
        for run in runs:
            run.close()
        raise refused(refusal, context.request.host) from None
    together = runs[0] if len(runs) == 1 else Together(runs)
    context.exchange.run = together.longest if isinstance(together, Together) else together
    context.exchange.cached_tokens = together.cached_tokens
    return together


def refused(refusal: Exception, host: str) -> ApiError:
    """Why no worker takes a job: too many wait, it is too long, or the model does not fit on its GPUs."""
    if isinstance(refusal, QueueFull):
        return overloaded(host)
    if isinstance(refusal, SettingsError):
        return ApiError(400, str(refusal), param="model", code="model_not_served")
    return ApiError(400, str(refusal), code="context_length_exceeded")


def overloaded(host: str) -> ApiError:
    """What the provider behind `host` says when its queue is full; SDKs come again."""
    overload = next(overload for overload in OVERLOADS if fnmatchcase(host.lower(), overload.hosts))
    headers = (("retry-after", str(RETRY_AFTER)), ("x-should-retry", "true"))
    return ApiError(
        overload.status, overload.message, type=overload.type, code=overload.code, headers=headers
    )
