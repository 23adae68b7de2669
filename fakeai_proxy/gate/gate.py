"""The gate that every request to the simulator passes, where something is asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Head, Reply, Step
from fakeai_proxy.core.transform import Pipeline, through
from fakeai_proxy.faults.dialects import Figures, dialect_of
from fakeai_proxy.faults.dialects.facts import model_of
from fakeai_proxy.faults.http.answer import changed
from fakeai_proxy.resources import Store
from fakeai_proxy.synth.moderation.settings import ModerationSettings
from fakeai_proxy.telemetry import Exchange
from fakeai_proxy.telemetry.caller import caller

from .cors import Cors
from .counts import Counts
from .keys import Keyring
from .moderation import FLAGGED, filtered, flagged
from .patterns import ATTEMPTS, INPUTS, Patterns
from .quota import Quotas
from .rates import Rates
from .settings import AuthSettings, RateLimitSettings, SecuritySettings
from .ticket import Ticket
from .turned import turned, without_key
from .watch import Offence, Watch

CLIENT_SECRET = "ek_"
"""What keys begin with that open a WebSocket, and nothing else."""
Chance = Callable[[], np.random.Generator]
"""Draws the ids of a refusal; called only where there is one."""
OFFENCES: Mapping[str, Offence] = {
    "rate_limit": "over_limit",
    "rate_limit_tpm": "over_limit",
    "rate_limit_too_large": "over_limit",
    "content_filter": "injection",
    "invalid_prompt": "harmful",
    "invalid_input": "malicious",
}
"""What a refusal says of who asked, by its name."""
INJECTION = "Your request was flagged as an attempt to override the instructions of the model ({kind})."
MALICIOUS = "Your request was flagged as malicious input ({kind})."
REFUSAL = "I'm sorry, but I can't assist with that request."
REFUSING = ("/chat/completions", "/completions", "/responses")
"""Ends of the paths whose answers can be a refusal."""
BANNED = "Too many requests from this address were refused; it is banned for {seconds:.0f} seconds."


class Gate:
    """Thread-safe."""

    def __init__(
        self,
        auth: AuthSettings,
        limits: RateLimitSettings,
        security: SecuritySettings,
        clock: Clock,
        store: Store,
        seed: int = 0,
        moderation: ModerationSettings | None = None,
    ) -> None:
        """store: of keys that were made; seed: of the fingerprints of keys; moderation: what is harmful.

        Raises SettingsError for keys of a tier that there is not.
        """
        self.clock, self.limits, self.counts = clock, limits, Counts()
        self.keys, self.watch = Keyring(auth, limits, store), Watch(security, clock)
        self.rates = Rates(limits, clock, self.counts, store) if limits.enabled else None
        self.quotas = Quotas(limits.quota_tokens) if limits.quota_tokens else None
        known = ATTEMPTS if security.injection_detection else {}
        self.patterns = Patterns(security.patterns, known) if known or security.patterns else None
        self.inputs = Patterns(known=INPUTS) if security.input_validation else None
        self.moderation = moderation if security.prompt_moderation or security.refusals else None
        self.refuses = security.refusals
        self.cors = Cors(security) if security.cors_allowed_origins else None
        self._salt = seed.to_bytes(8, "little", signed=True)

    def fingerprint(self, request: Request) -> str:
        """Of its key, as metrics have it; "": there is none."""
        return caller(request.headers, self._salt)

    def admit(self, request: Request, chance: Chance, keyless: bool = False) -> Admission:
        """Raises ApiError where `request` is turned away. keyless: nobody is asked for a key there."""
        if left := self.watch.ban_of(request.peer):
            told = Figures(message=BANNED.format(seconds=left))
            raise turned("permission_denied", request, self.clock, chance(), told)
        try:
            return self._judged(request, chance, keyless)
        except ApiError as error:
            wrong = error.status == 401 or error.code == "invalid_api_key"
            if offence := "bad_key" if wrong else OFFENCES.get(error.code or ""):
                self.watch.note(request.peer, offence)
            raise

    def _judged(self, request: Request, chance: Chance, keyless: bool) -> Admission:
        tier = self._identified(request, chance, keyless)
        if self.patterns and (kind := self.patterns.found(request)):
            told = Figures(message=INJECTION.format(kind=kind), category="jailbreak")
            raise turned("content_filter", request, self.clock, chance(), told)
        if self.inputs and (kind := self.inputs.found(request)):
            raise ApiError(400, MALICIOUS.format(kind=kind), code="invalid_input")
        refusal = self._refusal(request, chance)
        key, model = self.fingerprint(request), model_of(request)
        if not model:
            return Admission(self, request, key, None, counted=False, refusal=refusal)
        self.counts.arrived(key, tier, self.clock.now())
        if self.quotas and self.quotas.used_up(request):
            self.counts.throttled(key, "quota", 0.0, self.clock.now())
            raise turned("insufficient_quota", request, self.clock, chance(), Figures())
        ticket = self.rates.take(request, key, tier, chance) if self.rates else None
        self.counts.admitted(key, model, ticket)
        return Admission(self, request, key, ticket, counted=True, refusal=refusal)

    def _refusal(self, request: Request, chance: Chance) -> str:
        """What a model says to what is harmful; "" to all else. Raises ApiError where the gate says it."""
        category = flagged(request, self.moderation) if self.moderation else None
        if not category:
            return ""
        if not (self.refuses and request.path.endswith(REFUSING)):
            raise self._harmful(category, request, chance)
        self.watch.note(request.peer, "harmful")
        return REFUSAL

    def _harmful(self, category: str, request: Request, chance: Chance) -> ApiError:
        """OpenAI calls such a prompt invalid; others have a content filter."""
        message = FLAGGED.format(category=category)
        if dialect_of(request) == "openai":
            return ApiError(400, message, code="invalid_prompt")
        told = Figures(message=message, category=filtered(category))
        error = turned("content_filter", request, self.clock, chance(), told)
        error.code = "invalid_prompt"
        return error

    def _identified(self, request: Request, chance: Chance, keyless: bool) -> str:
        """The tier of its key."""
        key = request.key
        if not key and self.keys.required and not keyless:
            raise without_key(request, self.clock, chance)
        tier = self.keys.tier(key)
        if key.startswith(CLIENT_SECRET) and not request.header("upgrade"):
            tier = None
        if not keyless and tier is None:
            raise turned("invalid_api_key", request, self.clock, chance(), Figures())
        return tier or ""


class Admission:
    """A request that was let in."""

    def __init__(
        self,
        gate: Gate,
        request: Request,
        key: str,
        ticket: Ticket | None,
        counted: bool,
        refusal: str = "",
    ) -> None:
        """ticket: None where it has no limits; counted: it asks a model, and what that costs is counted.

        refusal: what is said in place of an answer.
        """
        self.gate, self.request, self.key = gate, request, key
        self.ticket, self.counted, self.refusal = ticket, counted, refusal

    def metered(self, reply: Reply, exchange: Exchange) -> Reply:
        """`reply`, telling what is left; when it is over, what it cost is counted."""
        return through(reply, Pipeline(Meter(self, exchange))) if self.counted else reply

    def settle(self, used: int) -> None:
        """It cost so many tokens."""
        if self.gate.rates and self.ticket:
            self.gate.rates.settle(self.ticket, used)
        if self.counted:
            self.gate.counts.spent(self.key, used)
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
