"""Who was sent where and why, and which workers may be asked: `/_fakeai/routing/...`, `/_fakeai/workers`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from fakeai_proxy.core.errors import ApiError, nearest
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.engine.routing import Decision
from fakeai_proxy.engine.view import WorkerView

from .asked import Asked, json_page
from .body import Body, body_of
from .kv_cache import worker
from .reading import shown

RECENT, MOST = 20, 1000
"""Decisions that are told of."""


class Marking(Body):
    """What an operator says of a worker."""

    model: str
    worker: int
    state: Literal["up", "down"]


def last_decision(asked: Asked) -> Reply:
    """The latest decision: every worker's overlap, load and cost, and why the chosen one was chosen."""
    decisions = asked.simulator.services.cluster.decisions(asked.query.text("model") or None)
    if not decisions:
        raise ApiError(404, "No request has been routed yet.", code="not_found")
    return json_page(explained(decisions[-1]))


def recent_decisions(asked: Asked) -> Reply:
    """The latest decisions, newest first."""
    limit = int(asked.query.number("limit", RECENT, 1, MOST))
    decisions = asked.simulator.services.cluster.decisions(asked.query.text("model") or None)
    return json_page({"decisions": [explained(one) for one in reversed(decisions[-limit:])]})


def explained(decision: Decision) -> dict[str, Any]:
    return {**decision.as_dict(), "model": shown(decision.model)}


def list_workers(asked: Asked) -> Reply:
    """Every worker of every model that was used: is it up, and what its circuit breaker says."""
    workers = asked.simulator.services.cluster.workers()
    return json_page(
        {"workers": [{**worker(one), "health": one.health, "breaker": one.breaker} for one in workers]}
    )


def mark_worker(asked: Asked) -> Reply:
    """Take a worker out of the routing, or back into it."""
    marking, cluster = body_of(asked, Marking), asked.simulator.services.cluster
    if not cluster.mark(marking.model, marking.worker, up=marking.state == "up"):
        raise unknown(marking, cluster.workers())
    return json_page({"marked": marking.model_dump()})


def unknown(marking: Marking, workers: Sequence[WorkerView]) -> ApiError:
    """None of `workers` is meant."""
    indices = [one.index for one in workers if one.model == marking.model]
    if indices:
        return ApiError(400, f"worker: {marking.worker} is not one of 0 to {max(indices)}.", param="worker")
    hint = nearest(marking.model, dict.fromkeys(shown(one.model) for one in workers))
    return ApiError(404, f"model: no workers serve '{marking.model}'{hint}.", param="model")
