"""The one place that knows what happened."""

from __future__ import annotations

import threading
from math import isnan, nan
from typing import Protocol

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.exchange import Request

from .caller import caller
from .columns import FINISHES, OUTCOMES, SOURCES, Rows
from .exchange import Exchange, Source, Timed
from .names import Names
from .ring import Ring
from .settings import TelemetrySettings
from .template import template

MODELS, ENDPOINTS, USERS, ERRORS = 256, 128, 1024, 64
"""Distinct names kept; the rest are `other`."""


class Now(Protocol):
    """A clock of simulated seconds."""

    def now(self) -> float: ...


class Telemetry:
    """Rows of what ended, and the exchanges that are under way. Safe for threads."""

    def __init__(self, settings: TelemetrySettings, clock: Clock, time: Now, seed: int = 0) -> None:
        """time: simulated seconds, by which rows and windows go; clock: real ones, of live replies."""
        self.settings, self.clock, self.time = settings, clock, time
        self.open: set[Exchange] = set()
        """Under way."""
        self.models, self.users, self.errors = Names(MODELS), Names(USERS), Names(ERRORS)
        self.endpoints = Names(ENDPOINTS, fit=lambda name: True)  # templates: of our table, or words alone
        self.ring = Ring(settings.capacity)
        self._salt = seed.to_bytes(8, "little", signed=True)
        self._lock = threading.Lock()

    def begin(self, request: Request, source: Source) -> Exchange:
        """`request` is being answered; close the exchange, whatever comes."""
        if not self.settings.enabled:
            return Exchange(request, source, self.clock, None)
        exchange = Exchange(request, source, self.clock, self._record)
        self.open.add(exchange)
        return exchange

    def rows(self) -> Rows:
        """A copy of the rows in memory, oldest first."""
        with self._lock:
            return self.ring.rows()

    def _record(self, exchange: Exchange) -> None:
        run, clock = exchange.run, self.clock
        times = run_times(run, self.time.now()) if run else piece_times(exchange, clock.now())
        user = caller(exchange.request.headers, self._salt)
        with self._lock:
            self.open.discard(exchange)
            self.ring.append(
                (
                    self.time.now(),
                    clock.wall(),
                    *times,
                    exchange.prompt_tokens,
                    exchange.cached_tokens,
                    exchange.completion_tokens,
                    exchange.reasoning_tokens,
                    len(exchange.request.body),
                    exchange.response_bytes,
                    exchange.chunks,
                    exchange.max_tokens,
                    exchange.status,
                    self.models.code(exchange.model),
                    self.endpoints.code(exchange.endpoint or template(exchange.request.path)),
                    self.users.code(user),
                    self.errors.code(exchange.error),
                    exchange.choices,
                    run.preemptions if run else 0,
                    run.worker if run else -1,
                    SOURCES.index(exchange.source),
                    OUTCOMES.index(exchange.outcome),
                    FINISHES.index(exchange.finish if exchange.finish in FINISHES else "other"),
                    exchange.streamed,
                )
            )


def run_times(run: Timed, now: float) -> tuple[float, float, float, float, float]:
    """(duration, TTFT, queue, prefill, decode) in simulated seconds; nan where it did not come so far."""
    end = now if isnan(run.last_token) else run.last_token
    return (
        end - run.arrival,
        run.first_token - run.arrival,
        run.scheduled - run.arrival,
        run.first_token - run.scheduled,
        run.last_token - run.first_token,
    )


def piece_times(exchange: Exchange, now: float) -> tuple[float, float, float, float, float]:
    """The same by the pieces that went out: no queue and no prefill is seen."""
    first = exchange.times[0] - exchange.started if exchange.times else nan
    decode = exchange.times[-1] - exchange.times[0] if len(exchange.times) > 1 else nan
    return now - exchange.started, first, nan, nan, decode
