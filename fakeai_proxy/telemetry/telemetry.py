"""The one place that knows what happened."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from math import isnan, nan
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Headers
from fakeai_proxy.engine.settings import EngineSettings
from fakeai_proxy.engine.view import WorkerView

from .account import complete
from .caller import caller, fingerprint
from .columns import FINISHES, IMAGE_SOURCES, OUTCOMES, SEARCH_CONTEXTS, SERVICE_TIERS, SOURCES, Rows
from .exchange import Exchange, Source, Timed
from .gaps import Gaps, between
from .keys import group_of
from .names import OTHER, Names, identifier
from .ring import Ring
from .settings import TelemetrySettings
from .template import template

if TYPE_CHECKING:
    from .archive import Archive
    from .snapshot import Snapshot, Taken
    from .totals import Totals
    from .usage import Amounts, Ledger, Use

MODELS, ENDPOINTS, USERS, ERRORS, PROJECTS, STORES, SIZES, SCOPES = 256, 240, 1024, 64, 1024, 1024, 64, 8192
"""Distinct names kept; the rest are `other`."""
BATCH, GAP_BATCH = 2048, 32_768
"""Rows and gaps that are counted together: one at a time would cost ten times as much."""


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
        self.projects, self.sizes = Names(PROJECTS, fit=identifier), Names(SIZES)
        self.vector_stores, self.scopes = Names(STORES, fit=identifier), Names(SCOPES)
        self.endpoints = Names(ENDPOINTS, fit=lambda name: True)  # templates: of our table, or words alone
        self.ring = Ring(settings.capacity)
        self._gaps, self._folded = Gaps(settings.capacity), 0
        self._batch = min(BATCH, settings.capacity)
        self._salt = seed.to_bytes(8, "little", signed=True)
        self._lock = threading.Lock()
        self._archive = self._open_archive()

    def _open_archive(self) -> Archive | None:
        if not (self.settings.enabled and self.settings.path):
            return None
        from .archive import Archive  # and with it SQLite, which few runs need

        return Archive(self.settings.path, self.settings.retention_hours, self.clock, self._after)

    @cached_property
    def _totals(self) -> Totals:
        from .totals import Totals  # a start need not wait for what is first asked long after it

        return Totals()

    @cached_property
    def _ledger(self) -> Ledger:
        from .usage import Ledger  # likewise

        return Ledger()

    @property
    def lost(self) -> int:
        """Rows that did not get into `settings.path`."""
        return self._archive.lost if self._archive else 0

    @property
    def names(self) -> Mapping[str, Sequence[str]]:
        """What the numbers stand for, of each column in NAMED."""
        return {
            "model": self.models.names,
            "endpoint": self.endpoints.names,
            "user": self.users.names,
            "error": self.errors.names,
            "source": SOURCES,
            "outcome": OUTCOMES,
            "finish": FINISHES,
            "project": self.projects.names,
            "vector_store": self.vector_stores.names,
            "image_size": self.sizes.names,
            "image_source": IMAGE_SOURCES,
            "search_context": SEARCH_CONTEXTS,
            "service_tier": SERVICE_TIERS,
            "scope": self.scopes.names,
        }

    def close(self) -> None:
        """Write what is left to `settings.path`, if there is one."""
        if self._archive:
            self._archive.close()

    def caller(self, headers: Headers) -> str:
        """The fingerprint of the API key in `headers`, as rows have it; "": there is none."""
        return caller(headers, self._salt)

    def scope(self, request: Request) -> str:
        """The fingerprint of the scope of `request`, as rows have it; "": it has none."""
        return fingerprint(request.scope, self._salt) if request.scope else ""

    def begin(self, request: Request, source: Source) -> Exchange:
        """`request` is being answered; close the exchange, whatever comes."""
        if not self.settings.enabled:
            return Exchange(request, source, self.clock, None)
        exchange = Exchange(request, source, self.clock, self._record)
        self.open.add(exchange)
        return exchange

    def rows(self, window: float | None = None) -> Rows:
        """A copy of the rows in memory, oldest first; of those that ended in the last `window` seconds."""
        with self._lock:
            return self.ring.rows(None if window is None else self.time.now() - window)

    def gaps(self, window: float) -> NDArray[np.void]:
        """Seconds between tokens (GAP) of what ended in the last `window` seconds."""
        with self._lock:
            self._fold()
            return self._gaps.since(self.time.now() - window)

    def totals(self) -> Totals:
        """Everything since the start."""
        with self._lock:
            self._fold()
            return self._totals.copy()

    def usage(self) -> dict[Use, Amounts]:
        """What was used since the start."""
        with self._lock:
            self._fold()
            return self._ledger.cells()

    def snapshot(
        self, workers: tuple[WorkerView, ...], engine: EngineSettings, find: Callable[[str], Model | None]
    ) -> Snapshot:
        """All that families of metrics are made of, now; find: the model of an id."""
        from .snapshot import Snapshot

        return Snapshot(
            totals=self.totals(),
            open=tuple(self.open),
            models=self.models.names,
            endpoints=self.endpoints.names,
            errors=self.errors.names,
            workers=workers,
            engine=engine,
            find=find,
            now=self.time.now(),
            lost=self.lost,
        )

    def _record(self, exchange: Exchange) -> None:
        if exchange.tail:
            complete(exchange, exchange.tail)
        run, user = exchange.run, self.caller(exchange.request.headers)
        gaps = run.itls() if run else between(pieces(exchange))
        if run and exchange.outcome == "aborted":
            count_what_came(exchange, 0 if isnan(run.first_token) else len(gaps) + 1)
        with self._lock:
            self.open.discard(exchange)
            now, model = self.time.now(), self.models.code(exchange.model)
            self.ring.append(self._values(exchange, now, model, self.users.code(user)))
            if len(gaps):
                group = group_of(model, run.worker if run else -1, SOURCES.index(exchange.source))
                self._gaps.append(group, now, model, gaps)
            if self.ring.written - self._folded >= self._batch or self._gaps.waiting >= GAP_BATCH:
                self._fold()

    def _values(self, exchange: Exchange, now: float, model: int, user: int) -> tuple[float, ...]:
        """A row, in the order of COLUMNS."""
        run = exchange.run
        return (
            now,
            self.clock.wall(),
            *(run_times(run, now) if run else piece_times(exchange, self.clock.now())),
            exchange.prompt_tokens,
            exchange.cached_tokens,
            exchange.completion_tokens,
            exchange.reasoning_tokens,
            len(exchange.request.body),
            exchange.response_bytes,
            exchange.chunks,
            exchange.max_tokens,
            exchange.status,
            model,
            self.endpoints.code(exchange.endpoint or self._endpoint(exchange)),
            user,
            self.errors.code(exchange.error),
            exchange.choices,
            run.preemptions if run else 0,
            run.worker if run else -1,
            SOURCES.index(exchange.source),
            OUTCOMES.index(exchange.outcome),
            FINISHES.index(exchange.finish if exchange.finish in FINISHES else "other"),
            exchange.streamed,
            exchange.batch,
            exchange.audio_seconds,
            exchange.input_audio_tokens,
            exchange.output_audio_tokens,
            exchange.characters,
            exchange.images,
            exchange.web_searches,
            exchange.file_searches,
            exchange.code_sessions,
            self.projects.code(exchange.request.header("openai-project")),
            self.vector_stores.code(exchange.vector_store),
            self.sizes.code(exchange.image_size),
            IMAGE_SOURCES.index(exchange.image_source),
            SEARCH_CONTEXTS.index(exchange.search_context),
            SERVICE_TIERS.index(exchange.service_tier),
            self.scopes.code(self.scope(exchange.request)),
        )

    def _endpoint(self, exchange: Exchange) -> str:
        """Of one that no handler took: what others serve has a name, what we do not serve has none."""
        return OTHER if exchange.source == "synthesized" else template(exchange.request.path)

    def _after(self, number: int) -> Taken:
        from .snapshot import Taken

        with self._lock:
            start = max(number, self.ring.oldest)
            rows = self.ring.slice(start, self.ring.written)
            return Taken(rows, start - number, self.ring.written, self.names)

    def _fold(self) -> None:
        rows = self.ring.slice(self._folded, self.ring.written)
        self._totals.fold(rows)
        self._ledger.add(rows)
        self._folded = self.ring.written
        self._totals.fold_gaps(*self._gaps.take())


def count_what_came(exchange: Exchange, tokens: int) -> None:
    """Of a reply that broke off after `tokens` of each choice: the rest was never written."""
    exchange.completion_tokens = min(exchange.completion_tokens, tokens * exchange.choices)
    exchange.reasoning_tokens = min(exchange.reasoning_tokens, exchange.completion_tokens)


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
    times = pieces(exchange)
    first = times[0] - exchange.started if times else nan
    decode = times[-1] - times[0] if len(times) > 1 else nan
    return now - exchange.started, first, nan, nan, decode


def pieces(exchange: Exchange) -> Sequence[float]:
    """When tokens came, as seen from outside: of a reply that is no stream nobody knows."""
    return exchange.times if exchange.streamed else ()
