"""Coming back too early costs more time."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import Literal

from pydantic import Field

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.dialects import Figures, reply_of, written
from fakeai_proxy.faults.http.answer import ProviderFault, changed

from .headers import Form, retry_headers
from .who import Per, caller_of

ROOM = 10_000
"""Callers that are remembered."""


class EarlyRetry(ProviderFault):
    """429 with a Retry-After; who comes back before it is refused again, and waits the whole time anew.

    The request after the wait passes, and the next one of the same key and model begins again.
    """

    type: Literal["limit.early_retry"] = "limit.early_retry"
    retry_after: float = Field(
        default=5, gt=0, le=86_400, allow_inf_nan=False, description="Seconds to stay away."
    )
    per: Per = Field(default="key_and_model", description="Who is told to stay away.")
    form: Form = Field(default="provider", description="The headers that say so.")

    def answer(self, hit: Hit) -> Reply | None:
        now, caller = hit.clock.now(), caller_of(hit.request, self.per)
        until: OrderedDict[bytes, float] = hit.memory.setdefault("until", OrderedDict())
        if until.pop(caller, now + 1) <= now:
            return None
        until[caller] = now + self.retry_after
        if len(until) > ROOM:
            until.popitem(last=False)
        error = written(self.provider(hit), "rate_limit", hit, Figures(retry=self.retry_after))
        retry = retry_headers(self.form, self.retry_after, hit.clock.wall())
        return reply_of(replace(error, headers=changed(error.headers, {**retry, **self.headers})))
