"""Limits of each key and model: kept, told in headers, and corrected by what an answer did cost."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Lock  # noqa: TID251 - a lock starts no thread

import numpy as np

from fakeai_proxy.core.bucket import Allowances, Bucket, Limit, Refusal, Standing
from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Headers
from fakeai_proxy.core.window import Window
from fakeai_proxy.faults.dialects import Figures, Written, dialect_of
from fakeai_proxy.faults.dialects.facts import model_of
from fakeai_proxy.faults.limits.estimate import estimate
from fakeai_proxy.faults.limits.headers import limit_headers, narrowest
from fakeai_proxy.faults.limits.rate import error_of
from fakeai_proxy.faults.limits.who import caller_of
from fakeai_proxy.resources import Store
from fakeai_proxy.resources.project_limits import changed_limits, project_named

from .counts import Counts
from .settings import RateLimitSettings
from .ticket import Ticket
from .tiers import MINUTE, Tier
from .turned import telling, turned

TIERS_KEPT = 1_000
"""Different limits that are counted by at a time."""
NAMES = {
    "max_requests_per_1_minute": "rpm",
    "max_tokens_per_1_minute": "tpm",
    "max_requests_per_1_day": "rpd",
}


class Rates:
    """Thread-safe; of the last 10,000 keys and models of each tier."""

    def __init__(self, settings: RateLimitSettings, clock: Clock, counts: Counts, store: Store) -> None:
        """store: of the limits that projects have been given."""
        self.clock, self.counts = clock, counts
        self._tiers, self._store = settings.table, store
        self._meter = Window if settings.algorithm == "window" else Bucket
        self._allowances: dict[tuple[Limit, ...], Allowances] = {}
        self._lock = Lock()

    def take(
        self, request: Request, key: str, tier: str, chance: Callable[[], np.random.Generator]
    ) -> Ticket | None:
        """Count `request` of the key with this fingerprint; None: its tier has no limits.

        Raises ApiError 429 where it is over one of them; `chance` draws the ids in that.
        """
        caller, limits = self._limits(request, tier)
        if not limits:
            return None
        ticket = Ticket(caller, tier, estimate(request), limits)
        now = self.clock.now()
        if refusal := self._of(ticket).take(ticket.caller, ticket.asked, now):
            wait = 0.0 if math.isinf(refusal.wait) else refusal.wait
            self.counts.throttled(key, label(refusal.limit), wait, now)
            raise self._over(refusal, request, ticket, chance())
        return ticket

    def told(self, request: Request, ticket: Ticket) -> Headers:
        """What is left, in the headers of the provider: of each unit that of the shortest limit."""
        return limit_headers(dialect_of(request), narrowest(self.standings(ticket)), self.clock.wall())

    def settle(self, ticket: Ticket, used: int) -> None:
        """The answer cost so many tokens."""
        self._of(ticket).settle(ticket.caller, ticket.asked, used, self.clock.now())

    def standings(self, ticket: Ticket) -> list[Standing]:
        """What is left to its key and model, limit by limit."""
        return self._of(ticket).standings(ticket.caller, self.clock.now())

    def _limits(self, request: Request, tier: str) -> tuple[bytes, tuple[Limit, ...]]:
        """Who is counted, and against what: a project for which limits were set is counted as one."""
        usual = self._tiers.get(tier, Tier())
        if project := project_named(self._store, request):
            model = model_of(request)
            if changed := changed_limits(self._store, project, model, request):
                name = f"{request.scope}\n{project}\n{model}".encode("utf-8", "surrogatepass")
                return name, given(changed).over(usual).limits
        return caller_of(request, "key_and_model"), usual.limits

    def _of(self, ticket: Ticket) -> Allowances:
        if (found := self._allowances.get(ticket.limits)) is not None:
            return found
        with self._lock:
            while len(self._allowances) >= TIERS_KEPT:
                self._allowances.pop(next(iter(self._allowances)))
            fresh = Allowances(ticket.limits, meter=self._meter)
            return self._allowances.setdefault(ticket.limits, fresh)

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


def given(changed: Mapping[str, int]) -> Tier:
    """Limits under the names that the API of projects has for them."""
    return Tier(**{NAMES[name]: amount for name, amount in changed.items() if name in NAMES})


def label(limit: Limit) -> str:
    """`requests_per_minute`, `tokens_per_day`, ..."""
    return f"{limit.unit}_per_{'minute' if limit.seconds <= MINUTE else 'day'}"


def daily(body: bytes) -> bytes:
    """The same words about a limit of a day."""
    return body.replace(b"per min (RPM)", b"per day (RPD)").replace(b"per min (TPM)", b"per day (TPD)")
