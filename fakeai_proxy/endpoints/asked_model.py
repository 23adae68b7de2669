"""The model that a refused request asked for, as telemetry counts it."""

from __future__ import annotations

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.telemetry.names import OTHER

from .context import Services
from .paths import place_of

LONGEST = 200
"""Characters of a name that is looked up."""


def asked_model(request: Request, services: Services) -> str:
    """Its id; `other` where it is not known, since no refused request makes a model; "": none is named."""
    name = place_of(request.path).deployment or _named(request, services.max_request_size)
    if not name:
        return ""
    model = services.catalog.find(name) if len(name) <= LONGEST else None
    return model.id if model else OTHER


def _named(request: Request, most: int) -> str:
    """By the body, where that is JSON of no more than `most` bytes."""
    if not 0 < len(request.body) <= most:
        return ""
    try:
        body = request.json
    except ApiError:
        return ""
    name = body.get("model") if isinstance(body, dict) else None
    return name if isinstance(name, str) else ""
