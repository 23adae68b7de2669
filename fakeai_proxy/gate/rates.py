"""Limits of each key and model: kept, told in headers, and corrected by what an answer did cost."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from fakeai_proxy.core.bucket import Allowances, Limit, Refusal, Standing
from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Headers
from fakeai_proxy.faults.dialects import Figures, Written, dialect_of
from fakeai_proxy.faults.limits.estimate import estimate
from fakeai_proxy.faults.limits.headers import limit_headers, narrowest
from fakeai_proxy.faults.limits.rate import error_of
from fakeai_proxy.faults.limits.who import caller_of

from .counts import Counts
from .settings import RateLimitSettings
from .ticket import Ticket
from .tiers import MINUTE
from .turned import telling, turned


class Rates:
    """Thread-safe; of the last 10,000 keys and models of each tier."""

    def __init__(self, settings: RateLimitSettings, clock: Clock, counts: Counts) -> None:
        self.clock, self.counts = clock, counts
        self._allowances: Mapping[str, Allowances] = {
            name: Allowances(tier.limits) for name, tier in settings.table.items() if tier.limits
        }

    def take(
        self, request: Request, key: str, tier: str, chance: Callable[[], np.random.Generator]
    ) -> Ticket | None:
        """Count `request` of the key with this fingerprint; None: its tier has no limits.

        Raises ApiError 429 where it is over one of them; `chance` draws the ids in that.
        """
        if tier not in self._allowances:
            return None
        ticket = Ticket(caller_of(request, "key_and_model"), tier, estimate(request))
        now = self.clock.now()
        if refusal := self._allowances[tier].take(ticket.caller, ticket.asked, now):
            wait = 0.0 if math.isinf(refusal.wait) else refusal.wait
            self.counts.throttled(key, label(refusal.limit), wait, now)
            raise self._over(refusal, request, ticket, chance())
        return ticket

    def told(self, request: Request, ticket: Ticket) -> Headers:
        """What is left, in the headers of the provider: of each unit that of the shortest limit."""
        return limit_headers(dialect_of(request), narrowest(self.standings(ticket)), self.clock.wall())

    def settle(self, ticket: Ticket, used: int) -> None:
        """The answer cost so many tokens."""
        self._allowances[ticket.tier].settle(ticket.caller, ticket.asked, used, self.clock.now())

    def standings(self, ticket: Ticket) -> list[Standing]:
        """What is left to its key and model, limit by limit."""
        return self._allowances[ticket.tier].standings(ticket.caller, self.clock.now())

    def _over(self, refusal: Refusal, request: Request, ticket: Ticket, rng: np.random.Generator) -> ApiError:
        never = math.isinf(refusal.wait)
        figures = Figures(
            refusal.limit.amount, refusal.used, refusal.requested, 0.0 if never else refusal.wait
        )

        def change(written: Written) -> Written:
            headers = self.told(request, ticket)
            if "retry-after" in dict(written.headers):
                headers = (*headers, ("retry-after-ms", str(math.ceil(refusal.wait * 1000))))
            body = daily(written.body) if refusal.limit.seconds > MINUTE else written.body
            return telling(replace(written, body=body), headers)

        return turned(error_of(refusal), request, self.clock, rng, figures, change)


def label(limit: Limit) -> str:
    """`requests_per_minute`, `tokens_per_day`, ..."""
    return f"{limit.unit}_per_{'minute' if limit.seconds <= MINUTE else 'day'}"


def daily(body: bytes) -> bytes:
    """The same words about a limit of a day."""
    return body.replace(b"per min (RPM)", b"per day (RPD)").replace(b"per min (TPM)", b"per day (TPD)")
