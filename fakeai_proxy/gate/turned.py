"""A request that is turned away, in the words of the provider asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Headers
from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.dialects import Figures, Written, dialect_of, reply_of, written
from fakeai_proxy.faults.http.answer import changed

NO_KEY = (
    "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer "
    "auth (i.e. Authorization: Bearer YOUR_KEY). You can obtain an API key from "
    "https://platform.openai.com/account/api-keys."
)


def turned(
    name: str,
    request: Request,
    clock: Clock,
    rng: np.random.Generator,
    figures: Figures,
    change: Callable[[Written], Written] = lambda written: written,
) -> ApiError:
    """The error `name` as the provider that `request` is for sends it, but for what `change` does to it."""
    hit = Hit(request, rng, clock, dialect_of(request))
    error = change(written(hit.dialect, name, hit, figures))
    return ApiError(error.status, name, code=name, steps=tuple(reply_of(error)))


def without_key(request: Request, clock: Clock, chance: Callable[[], np.random.Generator]) -> ApiError:
    """Why a request without an API key is turned away. chance: draws ids, where there are any."""
    if dialect_of(request) == "openai":
        return ApiError(401, NO_KEY)
    return turned("invalid_api_key", request, clock, chance(), Figures())


def telling(written: Written, headers: Headers) -> Written:
    """The same, with `headers` too, each in place of one of its name."""
    return replace(written, headers=changed(written.headers, dict(headers)))
