"""Where faults meet requests."""

from __future__ import annotations

import logging
from collections.abc import Callable

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.exchange import Answer, Request
from fakeai_proxy.core.seeding import Ordinals, rng_for
from fakeai_proxy.faults import ConnectionFault, Hit, Phase

from .fingerprint import fingerprint_of
from .optin import asked_for, without_header
from .settings import HEADER, ChaosSettings
from .weave import Decide, Part, Threads, woven

logger = logging.getLogger(__name__)


class Chaos:
    """All experiments of one simulator. Thread-safe."""

    def __init__(
        self,
        settings: ChaosSettings,
        seed: int,
        clock: Clock,
        destination: Callable[[Request], str | None] = lambda request: None,
    ) -> None:
        """destination: the host that a request may be forwarded to; None where it is answered here."""
        self.settings, self.seed, self.clock, self.destination = settings, seed, clock, destination
        self.ordinals = Ordinals()

    def handle(self, request: Request, decide: Decide) -> Answer:
        """The answer of `decide` to `request`, with whatever faults the experiments decide on."""
        header, request = request.header(HEADER), without_header(request)
        if not (header and self.settings.allow_header):
            return decide(request)
        asked = asked_for(header, self.settings)
        name = fingerprint_of(request)
        hit = Hit(request, rng_for(self.seed, name, self.ordinals.next(name)), self.clock)
        parts = [Part(fault, asked.when) for fault in asked.fault]
        return woven(parts, hit, decide, Threads(failed=self._failed))

    def connection(self, phase: Phase, host: str, peer: str) -> ConnectionFault | None:
        """The fault that meets a connection to `host` from `peer` in `phase`, if any."""
        return None

    def _failed(self, failure: Exception) -> None:
        logger.error("A fault failed; the reply goes on without it.", exc_info=failure)
