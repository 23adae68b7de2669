"""The composition root: settings in, one `handle` out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fakeai_proxy.catalog import Catalog, Deployment, Model
from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.errors import ApiError, SettingsError, error_reply
from fakeai_proxy.core.exchange import Answer, Forward, Injected, Request
from fakeai_proxy.core.hosts import lookup
from fakeai_proxy.core.moment import Moment
from fakeai_proxy.core.seeding import Ordinals
from fakeai_proxy.endpoints import Services, dispatch
from fakeai_proxy.engine import Cluster, EngineParts, EngineSettings
from fakeai_proxy.engine.formats import check_precision
from fakeai_proxy.engine.hardware import gpu
from fakeai_proxy.engine.price_of import pricing_of
from fakeai_proxy.modes import Mode, ModeName, Parts, choose, mode_of
from fakeai_proxy.resources import Store
from fakeai_proxy.settings import Settings
from fakeai_proxy.telemetry import Telemetry, TelemetrySettings, watched

if TYPE_CHECKING:
    from fakeai_proxy.cassette import Cassette
    from fakeai_proxy.chaos import Chaos
    from fakeai_proxy.gate.gate import Gate
    from fakeai_proxy.mutations.running import Mutations

OWN_HOST = "fakeai.local"
"""Through the forward proxy: our own pages (see `admin`), and the API without a provider."""
MOMENT = 0.05
"""Seconds within which all who listen to metrics are told the same."""
WITH_CASSETTE: tuple[ModeName, ...] = ("record", "replay", "spy")
UPSTREAM: tuple[ModeName, ...] = ("record", "spy", "passthrough")
FIRST = Request(
    "POST", "/v1/chat/completions", body=b'{"model": "gpt-4o", "messages": [{"role": "user", "content": ""}]}'
)


class Simulator:
    """Everything that outlives a request hangs here. `handle` may be called from several threads."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings, self.clock, self.started = settings, clock, clock.now()
        self.names = dict.fromkeys((settings.mode, *(rule.mode for rule in settings.routes)))
        self.cassette = cache(self._open_cassette)
        self.moment = Moment(clock, MOMENT)
        cluster = self._cluster()
        self.services = Services(
            seed=settings.seed,
            ordinals=Ordinals(),
            clock=clock,
            catalog=catalog_of(settings),
            cluster=cluster,
            telemetry=Telemetry(settings.telemetry, clock, cluster.time, settings.seed),
            resources=Store(settings.resources, clock),
            max_request_size=settings.server.max_request_size,
            gate=self._gate(),
        )
        parts = Parts(
            services=self.services,
            cassette=self.cassette,
            record_mode=settings.cassette.record_mode,
            speed=settings.cassette.speed,
            upstreams=settings.upstreams,
            record_strict=settings.cassette.record_strict,
            mutations=self._mutations(),
        )
        self.mutations = parts.mutations
        self.modes: dict[ModeName, Mode] = {name: mode_of(name, parts) for name in self.names}
        self.chaos = self._chaos() if settings.chaos.armed or settings.error_injection.enabled else None

    def handle(self, request: Request) -> Answer | Injected:
        """The answer to `request`; what is wrong with it is an answer too."""
        chaos = self.chaos
        try:
            return self.decide(request) if chaos is None else chaos.handle(request, self.decided)
        except ApiError as error:
            return error_reply(error, request.host)

    def decide(self, request: Request) -> Answer:
        """What its mode answers. Raises ApiError."""
        if request.host == OWN_HOST:
            return dispatch(request, self.services)
        mode = self.modes[choose(self.settings.routes, request, self.settings.mode)]
        asked = request if self.mutations is None else self.mutations.asked(request)
        answer = mode.decide(asked)
        return (
            replace(answer, request=asked) if isinstance(answer, Forward) and asked is not request else answer
        )

    def decided(self, request: Request) -> Answer:
        """The same; a refusal is an answer that faults may meet."""
        try:
            return self.decide(request)
        except ApiError as error:
            return error_reply(error, request.host)

    def destination(self, request: Request) -> str | None:
        """The host that `request` may be forwarded to; None where it is answered here, come what may."""
        mode = choose(self.settings.routes, request, self.settings.mode)
        if request.host == OWN_HOST or mode not in UPSTREAM:
            return None
        upstream = lookup(self.settings.upstreams, request.host, request.port)
        return (urlsplit(upstream).hostname if upstream else None) or request.host

    def make_chaos(self) -> Chaos:
        """Where faults meet requests, from now on; idle until it is given an experiment."""
        self.chaos = self.chaos or self._chaos()
        return self.chaos

    def warm(self) -> None:
        """Load what the first synthesized answer needs (vocabulary, words), so that it is not late.

        Nothing of that shows: neither in ids, nor in caches, nor in metrics.
        """
        if "synthesize" in self.modes:
            cluster, quiet = self._cluster(), TelemetrySettings(enabled=False)
            telemetry = Telemetry(quiet, self.clock, cluster.time)
            apart = replace(
                self.services, ordinals=Ordinals(), cluster=cluster, telemetry=telemetry, gate=None
            )
            dispatch(FIRST, apart)

    def close(self) -> None:
        """End experiments; flush and close what is kept in files: the cassette if it is open, telemetry."""
        if self.chaos is not None:
            self.chaos.stop("the proxy ends")
        self.services.telemetry.close()
        self.services.resources.close()
        if self.cassette.cache_info().currsize:
            self.cassette().close()

    def _mutations(self) -> Mutations | None:
        """None where none is configured: then nothing of them is imported."""
        if not self.settings.mutations:
            return None
        from fakeai_proxy.mutations.running import Mutations

        return Mutations(self.settings.mutations, self.settings.seed, self.clock)

    def _chaos(self) -> Chaos:
        from fakeai_proxy.chaos import Chaos

        settings, telemetry = self.settings, self.services.telemetry
        return Chaos(
            settings.chaos,
            settings.seed,
            self.clock,
            self.destination,
            settings.error_injection,
            lambda request, reply: watched(reply, telemetry.begin(request, "injected")),
        )

    def _gate(self) -> Gate | None:
        """None where nothing is asked of requests."""
        auth, limits = self.settings.auth, self.settings.rate_limits
        if not (auth.require_api_key or auth.api_keys or limits.enabled or limits.quota_tokens):
            return None
        from fakeai_proxy.gate.gate import Gate

        return Gate(auth, limits, self.clock)

    def _cluster(self) -> Cluster:
        settings = self.settings
        parts = EngineParts(settings.generation, settings.engine, settings.kv_cache, settings.dcgm)
        return Cluster(parts, self.clock, settings.seed, pricing_of)

    def _open_cassette(self) -> Cassette:
        path = self.settings.cassette.path
        if path is None:
            needs = next(name for name in self.names if name in WITH_CASSETTE)
            raise SettingsError(f"cassette.path: mode '{needs}' needs a cassette file")
        from fakeai_proxy.cassette import Cassette

        cassette = self.settings.cassette
        return Cassette.open(
            Path(path), readonly=not self._records(), clock=self.clock, redact=cassette.redact
        )

    def _records(self) -> bool:
        return "record" in self.names and self.settings.cassette.record_mode != "none"


def catalog_of(settings: Settings) -> Catalog:
    """The catalog with the models of the user.

    Raises SettingsError where one of these cannot be served, or where none of the catalog can.
    """
    catalog = Catalog.load(settings.models)
    for id, given in settings.models.items():
        try:
            _check(catalog.use(id), given.deployment, settings.engine)
        except SettingsError as why:
            raise SettingsError(f'models."{id}".deployment: {why}') from None
    if settings.engine.moves:
        from fakeai_proxy.engine.survey import survey

        survey(catalog.known(), settings.engine)
    return catalog


def _check(model: Model, asked: Deployment | None, engine: EngineSettings) -> None:
    """Raises SettingsError if `model` does not run as asked: the GPU, its precision, its memory."""
    if asked:
        check_precision(asked.precision, gpu(asked.gpu))
    pricing_of(model, engine)
