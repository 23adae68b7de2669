"""The way of an answer to the cluster, and what becomes of it where the cluster does not take it."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from fakeai_proxy.core.errors import ApiError, SettingsError
from fakeai_proxy.engine import Job, NoWorker, QueueFull, Refused, Run, WorkerLost
from fakeai_proxy.telemetry import Exchange
from fakeai_proxy.wire.usage import Usage

from .context import Context
from .together import Timing, Together

RETRY_AFTER = 1
"""Seconds that a client is told to wait where too many do already."""


class Outage(NamedTuple):
    """How a provider says that it cannot serve a request that is well."""

    hosts: str
    status: int
    message: str
    type: str
    code: str | None = None


OVERLOADS: tuple[Outage, ...] = (
    Outage("api.anthropic.com", 529, "Overloaded", "overloaded_error"),
    Outage(
        "*.openai.azure.com",
        429,
        "Requests to this deployment have exceeded its call rate limit. "
        f"Please retry after {RETRY_AFTER} seconds.",
        "rate_limit_error",
        "429",
    ),
    Outage("*.nvidia.com", 429, "Too Many Requests", "rate_limit_error", "too_many_requests"),
    Outage(
        "*",
        503,
        "That model is currently overloaded with other requests. You can retry your request.",
        "service_unavailable_error",
        "server_is_overloaded",
    ),
)
"""It has too much to do. The first one whose hosts match, as below."""

LOSSES: tuple[Outage, ...] = (
    Outage("api.anthropic.com", 500, "Internal server error", "api_error"),
    Outage(
        "*.openai.azure.com", 500, "The server had an error while processing your request.", "server_error"
    ),
    Outage("*.nvidia.com", 500, "Internal Server Error", "internal_server_error"),
    Outage(
        "*", 500, "The server had an error while processing your request. Sorry about that!", "server_error"
    ),
)
"""What served the request broke down."""

CLOSURES: tuple[Outage, ...] = (
    Outage("api.anthropic.com", 503, "Service unavailable", "api_error"),
    Outage("*.nvidia.com", 503, "Service Unavailable", "service_unavailable"),
    Outage(
        "*",
        503,
        "The server is temporarily unable to serve your request. Please try again later.",
        "service_unavailable_error",
    ),
)
"""Nothing is left to serve it."""


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
        raise refused(refusal, context.request.provider) from None
    together = runs[0] if len(runs) == 1 else Together(runs)
    context.exchange.run = together.longest if isinstance(together, Together) else together
    context.exchange.cached_tokens = together.cached_tokens
    return together


def forecast(job: Job, context: Context) -> float:
    """Simulated seconds that `job` would take alone. Raises ApiError where nothing serves its model."""
    try:
        return context.services.cluster.forecast(job, context.rng)
    except SettingsError as refusal:
        raise refused(refusal, context.request.provider) from None


def settled(account: Usage, run: Timing, exchange: Exchange) -> Usage:
    """`account`, with what was found in the cache: known for sure once there is a token."""
    account["prompt_tokens_details"]["cached_tokens"] = exchange.cached_tokens = run.cached_tokens
    return account


def refused(refusal: Exception, host: str) -> ApiError:
    """Why no worker does a job: too many wait, it failed, the job is too long, or the model does not fit."""
    if isinstance(refusal, QueueFull):
        return overloaded(host)
    if isinstance(refusal, WorkerLost):
        return out_of_order(CLOSURES if isinstance(refusal, NoWorker) else LOSSES, host)
    if isinstance(refusal, SettingsError):
        return ApiError(400, str(refusal), param="model", code="model_not_served")
    return ApiError(400, str(refusal), code="context_length_exceeded")


def overloaded(host: str) -> ApiError:
    """What the provider behind `host` says when its queue is full."""
    return out_of_order(OVERLOADS, host)


def out_of_order(outages: Sequence[Outage], host: str) -> ApiError:
    """What the provider behind `host` says of it; SDKs come again."""
    outage = next(outage for outage in outages if fnmatchcase(host.lower(), outage.hosts))
    headers = (("retry-after", str(RETRY_AFTER)), ("x-should-retry", "true"))
    return ApiError(outage.status, outage.message, type=outage.type, code=outage.code, headers=headers)
