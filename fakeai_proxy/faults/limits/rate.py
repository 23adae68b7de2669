"""Limits that are kept."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from pydantic import Field

from fakeai_proxy.core.bucket import Allowances, Limit, Refusal, Standing, Unit
from fakeai_proxy.core.steps import Head, Headers, Reply, Step
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault
from fakeai_proxy.faults.dialects import Figures, reply_of, written
from fakeai_proxy.faults.http.answer import ProviderFault, changed

from .estimate import estimate
from .headers import Form, limit_headers, narrowest, retry_headers
from .usage import UsageReader
from .who import Per, caller_of

MINUTE, DAY = 60.0, 86_400.0
ASKED = "asked"
"""Tokens that the request was counted as; not there where it was not counted, as another fault answered."""


class Rate(ProviderFault, ReplyFault):
    """Requests and tokens a minute or a day, kept as the provider does: counted, told in headers, refused.

    Tokens are estimated when a request arrives and corrected by the usage in its answer, streamed or not.
    Every answer tells what is left; a request over a limit gets 429 and when to come back, one that can never
    fit is told so. Limits are counted per key and model, for the last 10,000 of them.
    """

    type: Literal["limit.rate"] = "limit.rate"
    rpm: int | None = Field(default=None, ge=1, description="Requests a minute; 3 where no limit is given.")
    tpm: int | None = Field(default=None, ge=1, description="Tokens a minute.")
    rpd: int | None = Field(default=None, ge=1, description="Requests a day.")
    tpd: int | None = Field(default=None, ge=1, description="Tokens a day.")
    per: Per = Field(default="key_and_model", description="What has limits of its own.")
    retry: Form = Field(
        default="provider",
        description="How a refused client is told when to come back: as the provider does, in whole seconds "
        "(provider), in seconds, ms, both, as a date, by Azure's x-rate-limit-reset-tokens alone (tokens), "
        "or not at all (none).",
    )
    minute: float = Field(default=MINUTE, gt=0, le=DAY, description="Seconds of a minute, for faster tests.")

    def limits(self) -> tuple[Limit, ...]:
        """Those that are set."""
        day = self.minute * DAY / MINUTE
        given: tuple[tuple[Unit, int | None, float], ...] = (
            ("requests", self.rpm, self.minute),
            ("tokens", self.tpm, self.minute),
            ("requests", self.rpd, day),
            ("tokens", self.tpd, day),
        )
        found = tuple(Limit(unit, amount, seconds) for unit, amount, seconds in given if amount)
        return found or (Limit("requests", 3, self.minute),)

    def answer(self, hit: Hit) -> Reply | None:
        allowances, caller, now = self.allowances(hit), self.caller(hit), hit.clock.now()
        asked = estimate(hit.request)
        if refusal := allowances.take(caller, asked, now):
            return self._refused(hit, refusal, allowances.standings(caller, now))
        hit.exchange[ASKED] = asked
        return None

    def start(self, hit: Hit) -> Transform:
        return Counting(self, hit)

    def allowances(self, hit: Hit) -> Allowances:
        """All limits of the rule that `hit` belongs to."""
        found: Allowances = hit.memory.setdefault("allowances", Allowances(self.limits()))
        return found

    def caller(self, hit: Hit) -> bytes:
        """Whose limits `hit` counts against."""
        return caller_of(hit.request, self.per)

    def told(self, hit: Hit, standings: Iterable[Standing]) -> Headers:
        """Headers about the limit of each unit that is named first."""
        return limit_headers(self.provider(hit), narrowest(standings), hit.clock.wall())

    def _refused(self, hit: Hit, refusal: Refusal, standings: Iterable[Standing]) -> Reply:
        never = math.isinf(refusal.wait)
        told = Figures(refusal.limit.amount, refusal.used, refusal.requested, 0 if never else refusal.wait)
        error = written(self.provider(hit), error_of(refusal), hit, told)
        retry = {} if never else retry_headers(self.retry, refusal.wait, hit.clock.wall())
        headers = changed(error.headers, {**dict(self.told(hit, standings)), **retry, **self.headers})
        return reply_of(replace(error, headers=headers))


def error_of(refusal: Refusal) -> str:
    """The name of the error about it."""
    if math.isinf(refusal.wait):
        return "rate_limit_too_large"
    return "rate_limit_tpm" if refusal.limit.unit == "tokens" else "rate_limit"


class Counting:
    """Tells what is left in the head of a reply, and corrects the estimate when it is over."""

    def __init__(self, rate: Rate, hit: Hit) -> None:
        self._rate, self._hit, self._usage = rate, hit, UsageReader()
        self._failed = False

    def feed(self, step: Step) -> Iterable[Step]:
        self._usage.feed(step)
        if not isinstance(step, Head):
            return (step,)
        self._failed = step.status >= 400
        allowances, caller = self._rate.allowances(self._hit), self._rate.caller(self._hit)
        told = self._rate.told(self._hit, allowances.standings(caller, self._hit.clock.now()))
        return (replace(step, headers=changed(step.headers, dict(told))),)

    def close(self) -> None:
        """An answer that did not say what it cost did cost what was estimated; an error nothing."""
        used, asked = 0 if self._failed else self._usage.tokens, self._hit.exchange.get(ASKED)
        if used is not None and asked is not None:
            allowances, now = self._rate.allowances(self._hit), self._hit.clock.now()
            allowances.settle(self._rate.caller(self._hit), asked, used, now)
