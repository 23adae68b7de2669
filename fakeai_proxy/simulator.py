"""The composition root: settings in, one `handle` out."""

from __future__ import annotations

from dataclasses import replace
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
from fakeai_proxy.modes import Mode, ModeName, Parts, axes_of, choose, mode_of
from fakeai_proxy.modes.differences import Differences
from fakeai_proxy.modes.scopes import Scopes
from fakeai_proxy.resources import Store
from fakeai_proxy.settings import Settings
from fakeai_proxy.telemetry import Telemetry, TelemetrySettings, watched

if TYPE_CHECKING:
    from fakeai_proxy.chaos import Chaos
    from fakeai_proxy.gate.gate import Gate
    from fakeai_proxy.mutations.running import Mutations
    from fakeai_proxy.synth.semantic import Semantic
    from fakeai_proxy.synth.text.text import Text

OWN_HOST = "fakeai.local"
"""Through the forward proxy: our own pages (see `admin`), and the API without a provider."""
MOMENT = 0.05
"""Seconds within which all who listen to metrics are told the same."""
FIRST = Request(
    "POST", "/v1/chat/completions", body=b'{"model": "gpt-4o", "messages": [{"role": "user", "content": ""}]}'
)


class Simulator:
    """Everything that outlives a request hangs here. `handle` may be called from several threads."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings, self.clock, self.started = settings, clock, clock.now()
        self.names = dict.fromkeys((settings.mode, *(rule.mode for rule in settings.routes)))
        self.scopes = Scopes(settings.cassette, tuple(self.names), clock)
        self.moment = Moment(clock, MOMENT)
        cluster, store = self._cluster(), Store(settings.resources, clock)
        self.services = Services(
            seed=settings.seed,
            ordinals=Ordinals(),
            clock=clock,
            catalog=catalog_of(settings),
            cluster=cluster,
            telemetry=Telemetry(settings.telemetry, clock, cluster.time, settings.seed),
            resources=store,
            max_request_size=settings.server.max_request_size,
            moderation=settings.moderation,
            gate=self._gate(store),
            keyed=settings.auth.require_api_key,
            text=self._text(),
            semantic=self._semantic(),
        )
        self.differences = Differences()
        self.mutations = self._mutations()
        self.parts = Parts(self.services, self.scopes, self.differences, settings.upstreams, self.mutations)
        self.modes: dict[ModeName, Mode] = {name: mode_of(name, self.parts) for name in self.names}
        self.chaos = self._chaos() if settings.chaos.armed or settings.error_injection.enabled else None

    def handle(self, request: Request) -> Answer | Injected:
        """The answer to `request`; what is wrong with it is an answer too."""
        chaos = self.chaos
        try:
            return self.decide(request) if chaos is None else chaos.handle(request, self.decided)
        except ApiError as error:
            return error_reply(error, request.provider)

    def decide(self, request: Request) -> Answer:
        """What its mode answers. Raises ApiError."""
        if request.host == OWN_HOST:
            return dispatch(request, self.services)
        mode = self._mode(self._name(request))
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
            return error_reply(error, request.provider)

    def destination(self, request: Request) -> str | None:
        """The host that `request` may be forwarded to; None where it is answered here, come what may."""
        if request.host == OWN_HOST or not self.scopes.asks_upstream(request, self._name(request)):
            return None
        upstream = lookup(self.settings.upstreams, request.host, request.port)
        return (urlsplit(upstream).hostname if upstream else None) or request.host

    def oversized(self, peer: str) -> None:
        """A body from there was too large to be read."""
        if self.services.gate:
            self.services.gate.watch.note(peer, "oversized")

    def make_chaos(self) -> Chaos:
        """Where faults meet requests, from now on; idle until it is given an experiment."""
        self.chaos = self.chaos or self._chaos()
        return self.chaos

    def warm(self) -> None:
        """Load what the first synthesized answer needs (vocabulary, words), so that it is not late.

        Nothing of that shows: neither in ids, nor in caches, nor in metrics.
        """
        if any(axes_of(name, self.settings.cassette).on_miss == "synthesize" for name in self.names):
            cluster, quiet = self._cluster(), TelemetrySettings(enabled=False)
            telemetry = Telemetry(quiet, self.clock, cluster.time)
            apart = replace(
                self.services,
                ordinals=Ordinals(),
                cluster=cluster,
                telemetry=telemetry,
                gate=None,
                keyed=False,
                text=None,
            )
            dispatch(FIRST, apart)

    def close(self) -> None:
        """End experiments; flush and close what is kept in files: cassettes that are open, telemetry."""
        if self.chaos is not None:
            self.chaos.stop("the proxy ends")
        self.services.telemetry.close()
        self.services.resources.close()
        self.scopes.close()
        self.differences.close()

    def _name(self, request: Request) -> ModeName:
        """Of the mode that answers `request`."""
        return choose(self.settings.routes, request, self.scopes.mode(request) or self.settings.mode)

    def _mode(self, name: ModeName) -> Mode:
        """Those of scopes are built when they are first asked."""
        if name not in self.modes:
            self.modes[name] = mode_of(name, self.parts)
        return self.modes[name]

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

    def _gate(self, store: Store) -> Gate | None:
        """None where nothing is asked of requests."""
        settings = self.settings
        if not (settings.auth.asks or settings.rate_limits.asks or settings.security.asks):
            return None
        from fakeai_proxy.gate.gate import Gate

        auth, limits, security = settings.auth, settings.rate_limits, settings.security
        return Gate(auth, limits, security, self.clock, store, settings.seed, settings.moderation)

    def _semantic(self) -> Semantic | None:
        """None where no model is to make embeddings. Raises SettingsError where there is no such model."""
        if self.settings.semantic_model is None:
            return None
        from fakeai_proxy.synth.semantic import Semantic

        return Semantic(self.settings.semantic_model)

    def _text(self) -> Text | None:
        """None where all is prose, as long as ever: then nothing of it is imported."""
        if not self.settings.text.asks:
            return None
        from fakeai_proxy.synth.text.text import Text

        return Text(self.settings.text)

    def _cluster(self) -> Cluster:
        settings = self.settings
        parts = EngineParts(settings.generation, settings.engine, settings.kv_cache, settings.dcgm)
        return Cluster(parts, self.clock, settings.seed, pricing_of)


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
