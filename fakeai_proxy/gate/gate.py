"""The gate that every request to the simulator passes, where something is asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Head, Reply, Step
from fakeai_proxy.core.transform import Pipeline, through
from fakeai_proxy.faults.dialects import Figures, dialect_of
from fakeai_proxy.faults.dialects.facts import key_of, model_of
from fakeai_proxy.faults.http.answer import changed
from fakeai_proxy.telemetry import Exchange

from .keys import Keyring
from .quota import Quotas
from .rates import Rates, Ticket
from .settings import AuthSettings, RateLimitSettings
from .turned import NO_KEY, turned

Chance = Callable[[], np.random.Generator]
"""Draws the ids of a refusal; called only where there is one."""


class Gate:
    """Thread-safe."""

    def __init__(self, auth: AuthSettings, limits: RateLimitSettings, clock: Clock) -> None:
        """Raises SettingsError for keys of a tier that there is not."""
        self.clock, self.keys = clock, Keyring(auth, limits)
        self.rates = Rates(limits, clock) if limits.enabled else None
        self.quotas = Quotas(limits.quota_tokens) if limits.quota_tokens else None

    def admit(self, request: Request, chance: Chance, keyless: bool = False) -> Admission:
        """Raises ApiError where `request` is turned away. keyless: nobody is asked for a key there."""
        tier = self._identified(request, chance, keyless)
        if not model_of(request):
            return Admission(self, request, None, counted=False)
        if self.quotas and self.quotas.used_up(request):
            raise turned("insufficient_quota", request, self.clock, chance(), Figures())
        ticket = self.rates.take(request, tier, chance) if self.rates else None
        return Admission(self, request, ticket, counted=True)

    def _identified(self, request: Request, chance: Chance, keyless: bool) -> str:
        """The tier of its key."""
        key = key_of(request)
        if not key and self.keys.required and not keyless and dialect_of(request) == "openai":
            raise ApiError(401, NO_KEY)
        tier = self.keys.tier(key)
        if not keyless and (tier is None or (self.keys.required and not key)):
            raise turned("invalid_api_key", request, self.clock, chance(), Figures())
        return tier or ""


class Admission:
    """A request that was let in."""

    def __init__(self, gate: Gate, request: Request, ticket: Ticket | None, counted: bool) -> None:
        """ticket: None where it has no limits; counted: it asks a model, and what that costs is counted."""
        self.gate, self.request, self.ticket, self.counted = gate, request, ticket, counted

    def metered(self, reply: Reply, exchange: Exchange) -> Reply:
        """`reply`, telling what is left; when it is over, what it cost is counted."""
        return through(reply, Pipeline(Meter(self, exchange))) if self.counted else reply

    def settle(self, used: int) -> None:
        """It cost so many tokens."""
        if self.gate.rates and self.ticket:
            self.gate.rates.settle(self.ticket, used)
        if self.gate.quotas:
            self.gate.quotas.count(self.request, used)

    def told(self, head: Head) -> Head:
        """`head` with what is left."""
        if not (self.gate.rates and self.ticket):
            return head
        headers = self.gate.rates.told(self.request, self.ticket)
        return replace(head, headers=changed(head.headers, dict(headers)))


class Meter:
    """The transform of a reply that was let through."""

    def __init__(self, admission: Admission, exchange: Exchange) -> None:
        self._admission, self._exchange, self._failed = admission, exchange, True

    def feed(self, step: Step) -> Iterable[Step]:
        if not isinstance(step, Head):
            return (step,)
        self._failed = step.status >= 400
        return (self._admission.told(step),)

    def close(self) -> None:
        """An answer that failed cost nothing."""
        tokens = self._exchange.prompt_tokens + self._exchange.completion_tokens
        self._admission.settle(0 if self._failed else tokens)
