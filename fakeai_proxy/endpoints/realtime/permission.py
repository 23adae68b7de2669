"""The leave of the gate to answer: what a request to a model would need."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.identity import refused_name
from fakeai_proxy.wire.chat import ChatRequest

from .agenda import Event

if TYPE_CHECKING:
    from fakeai_proxy.gate.gate import Admission

ASKED = "/v1/chat/completions"
"""What a response is to the gate."""
TOLD = ("requests", "tokens")
"""Units whose limits are told."""


def permitted(chat: ChatRequest, context: Context) -> Admission | None:
    """Leave to answer `chat`; None: nobody asks for it. Raises ApiError where it is not given."""
    services = context.services
    if services.gate is None:
        return None
    body: dict[str, Any] = {"model": chat.model, "messages": chat.messages}
    if chat.max_completion_tokens:
        body["max_completion_tokens"] = chat.max_completion_tokens
    asked = replace(context.request, method="POST", path=ASKED, body=to_json(body, fallback=str))
    name = refused_name(asked)
    return services.gate.admit(asked, lambda: rng_for(services.seed, name, services.ordinals.next(name)))


def limits_told(admission: Admission | None) -> Event | None:
    """`rate_limits.updated`; None where there are no limits. Of each unit that of the shortest time."""
    if admission is None or admission.gate.rates is None or admission.ticket is None:
        return None
    told: dict[str, dict[str, Any]] = {}
    standings = admission.gate.rates.standings(admission.ticket)
    for standing in sorted(standings, key=lambda one: one.limit.seconds):
        if standing.limit.unit in TOLD:
            limit = {"limit": standing.limit.amount, "remaining": standing.remaining}
            told.setdefault(
                standing.limit.unit,
                {"name": standing.limit.unit, **limit, "reset_seconds": round(standing.reset, 3)},
            )
    return {"type": "rate_limits.updated", "rate_limits": [*told.values()]}
