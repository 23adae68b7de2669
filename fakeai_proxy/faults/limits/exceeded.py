"""Limits that are said to be exceeded, whether they are or not."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal

from pydantic import Field

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.dialects import Figures, reply_of, written
from fakeai_proxy.faults.http.answer import CountedFault, changed

from .estimate import estimate
from .headers import Form, retry_headers

NEVER = 600
"""Tokens by which a request is over a limit at least that it never fits under."""


class Exceeded(CountedFault):
    """429, and when to come back: soon, in a day, in the past, in two ways that disagree, or not said at all.

    `retry_after` is told in the `form` asked for: `seconds` as they are (30, 0.5, 86400, -5, nan), as `ms` or
    `both` (`retry_after_ms` disagrees), as a `date` (negative seconds: in the past), by Azure's
    x-rate-limit-reset-tokens alone (`tokens`), or by `none`. `times: 2` fails twice, then lets requests pass.
    In the middle of a stream it is `stream.error` with `error: rate_limit_tpm`.
    """

    type: Literal["limit.exceeded"] = "limit.exceeded"
    of: Literal["requests", "tokens"] = Field(default="requests", description="The limit that is exceeded.")
    retry_after: float = Field(default=20, description="Seconds; nan and inf are sent as such.")
    retry_after_ms: float | None = Field(
        default=None, description="Milliseconds of retry-after-ms, where the form has it; else they agree."
    )
    form: Form = Field(
        default="provider",
        description="The headers that say so; provider: in whole seconds, if it tells at all.",
    )

    def answer(self, hit: Hit) -> Reply | None:
        if self.over(hit):
            return None
        name = "rate_limit_tpm" if self.of == "tokens" else "rate_limit"
        shown = self.retry_after if math.isfinite(self.retry_after) else 0.0
        error = written(self.provider(hit), name, hit, Figures(retry=max(0.0, shown)))
        odd = self.retry_after < 0 or not math.isfinite(self.retry_after) or self.retry_after_ms is not None
        form: Form = "seconds" if self.form == "provider" and odd else self.form
        retry = retry_headers(form, self.retry_after, hit.clock.wall(), self.retry_after_ms)
        return reply_of(replace(error, headers=changed(error.headers, {**retry, **self.headers})))


class Quota(CountedFault):
    """429 that no waiting cures: the credit is used up. Without a Retry-After."""

    type: Literal["limit.quota"] = "limit.quota"
    code: Literal["insufficient_quota", "credit_balance_exhausted"] = Field(
        default="insufficient_quota", description="What OpenAI calls it; the second is the newer one."
    )

    def answer(self, hit: Hit) -> Reply | None:
        if self.over(hit):
            return None
        error = written(self.provider(hit), self.code, hit)
        return reply_of(replace(error, headers=changed(error.headers, self.headers)))


class NeverFits(CountedFault):
    """429 to a request that is larger than the limit of a whole minute: no retry can fit."""

    type: Literal["limit.never_fits"] = "limit.never_fits"
    limit: int = Field(default=30_000, ge=1, description="Tokens a minute.")

    def answer(self, hit: Hit) -> Reply | None:
        if self.over(hit):
            return None
        requested = max(estimate(hit.request), self.limit + NEVER)
        figures = Figures(limit=self.limit, used=0, requested=requested)
        error = written(self.provider(hit), "rate_limit_too_large", hit, figures)
        return reply_of(replace(error, headers=changed(error.headers, self.headers)))
