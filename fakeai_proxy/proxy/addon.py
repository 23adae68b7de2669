"""The addon: mitmproxy's hooks to the simulator and back, failing closed."""

from __future__ import annotations

import asyncio
import logging
import os
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path

from mitmproxy import connection, ctx, exceptions, http, tls
from mitmproxy.addonmanager import Loader
from mitmproxy.proxy import server_hooks
from mitmproxy.proxy.layers import http as http_layers
from OpenSSL import SSL

from fakeai_proxy import admin
from fakeai_proxy.core.clock import Clock, SystemClock
from fakeai_proxy.core.errors import ApiError, SettingsError
from fakeai_proxy.core.exchange import Answer, Forward, Injected, Upgrade
from fakeai_proxy.core.lazy import load
from fakeai_proxy.settings import Settings
from fakeai_proxy.simulator import Simulator

from . import hooks, options
from .changed import change, redirect
from .connection_faults import FAULT, Address, ConnectionFaults
from .convert import blank, to_request
from .doors import door_of, is_reverse
from .fetching import Fetching
from .laborious import is_laborious
from .proxy_user import take_scope, take_user
from .scope import Scope
from .spared import spare
from .stage import ADMIN, PROVIDER, Stage
from .stream import on_stage
from .turnstile import ANSWER
from .upstream_windows import WaitingClient
from .websocket import handshake, is_upgrade
from .windows import windowed

logger = logging.getLogger(__name__)

NOT_A_WEBSOCKET = "This path speaks WebSocket (version 13) only."
REFUSED = "fakeai_proxy: this request was not given leave to go upstream"


class FakeAI:
    """One per mitmproxy master. `ready` is called once it listens."""

    name = "fakeai"

    def __init__(
        self,
        clock: Clock | None = None,
        environ: Mapping[str, str] = os.environ,
        ready: Callable[[], None] | None = None,
        build: Callable[[Settings, Clock], Simulator] = Simulator,
    ) -> None:
        self.clock, self.environ, self.ready, self.build = clock or SystemClock(), environ, ready, build
        self.simulator: Simulator | None = None
        self.scope = Scope(())
        self.stage = Stage(
            self.ours,
            lambda: self.simulator.settings.server.max_request_size if self.simulator else 0,
            self.answers,
            lambda peer: self.simulator.oversized(peer) if self.simulator else None,
        )
        self.leave: dict[str, set[Address]] = defaultdict(set)
        """Per client connection: the upstream addresses that a Forward named."""
        self.spoiled = set[str]()
        """Client connections whose TLS handshake a fault met."""
        self.stage.faults = ConnectionFaults(
            lambda: self.simulator.chaos if self.simulator else None, self.covers
        )
        self.stage.fetching = Fetching(self.environ)
        self.replaced = http_layers.HttpStream, http_layers.Http2Server, http_layers.Http2Client

    # ── life of the addon ──────────────────────────────────────────────────────────────────────

    def load(self, loader: Loader) -> None:
        options.add_options(loader)
        # Without these two mitmproxy dials the provider before we are asked.
        ctx.options.update(connection_strategy="lazy", upstream_cert=False)
        http_layers.HttpStream = on_stage(self.stage)  # type: ignore[misc]
        http_layers.Http2Server = windowed(self.stage.faults)  # type: ignore[misc]
        http_layers.Http2Client = WaitingClient  # type: ignore[misc]

    def configure(self, updated: set[str]) -> None:
        if self.simulator and not any(name.startswith("fakeai_") for name in updated):
            return
        try:
            settings = Settings.load(
                options.config_path(ctx.options), options.overrides(ctx.options), self.environ
            )
            # mitmproxy calls again with the former options when one is refused: then all goes on as it was.
            if self.simulator is None or self.simulator.settings != settings:
                self.simulator = self.successor(settings)
        except (SettingsError, OSError) as error:
            raise exceptions.OptionsError(str(error)) from error
        self.scope = Scope(settings.hosts)

    def successor(self, settings: Settings) -> Simulator:
        """A simulator by `settings`, and the former closed; where it cannot be built, the former goes on."""
        former = self.simulator
        if former and same_file(former.settings.cassette.path, settings.cassette.path):
            return self.reopened(former, settings)
        fresh = self.build(settings, self.clock)
        if former:
            former.close()
        return fresh

    def reopened(self, former: Simulator, settings: Settings) -> Simulator:
        """The same for a cassette that both have open: it is closed before it is opened again."""
        self.simulator = None
        former.close()
        try:
            return self.build(settings, self.clock)
        except (SettingsError, OSError):
            self.simulator = self.build(former.settings, self.clock)
            raise

    def running(self) -> None:
        if ctx.options.fakeai_fast_hooks:
            hooks.install(ctx.master)
            spare()
        if self.ready:
            self.ready()

    def done(self) -> None:
        http_layers.HttpStream, http_layers.Http2Server, http_layers.Http2Client = self.replaced  # type: ignore[misc]
        self.stage.close_live()  # before the cassette is closed
        if self.simulator:
            self.simulator.close()

    # ── which traffic is ours ──────────────────────────────────────────────────────────────────

    def tls_clienthello(self, data: tls.ClientHelloData) -> None:
        """Tunnel every host that is not ours, unopened."""
        address = data.context.server.address
        asked = [address] if address else []
        if data.client_hello.sni:
            asked.append((data.client_hello.sni, address[1] if address else 443))
        if not is_reverse(data.context.client) and not any(self.scope.covers(*to) for to in asked):
            data.ignore_connection = True

    def ours(self, flow: http.HTTPFlow) -> bool:
        """The reverse listener is ours whole; of the forward proxy, the hosts in scope."""
        return is_reverse(flow.client_conn) or self.scope.covers(flow.request.host, flow.request.port)

    def covers(self, client: connection.Client, address: Address) -> bool:
        """The same for a connection on its way to `address`."""
        return is_reverse(client) or self.scope.covers(*address)

    def tls_start_client(self, data: tls.TlsData) -> None:
        """Let a fault meet the handshake; then it is not mitmproxy's."""
        client, address = data.context.client, data.context.server.address or ("", 0)
        host = client.sni or address[0]
        if met := self.stage.faults.meeting("tls", client, (host, address[1])):
            load("fakeai_proxy.proxy", "effects.on_tls")(data, met[0])
            self.spoiled.add(client.id)

    def tls_failed_client(self, data: tls.TlsData) -> None:
        """The alert by which a handshake fails, which mitmproxy leaves unsent."""
        if data.context.client.id in self.spoiled and data.ssl_conn:
            with suppress(SSL.WantReadError):
                self.stage.write(data.context, data.ssl_conn.bio_read(65_535))

    def server_connect(self, data: server_hooks.ServerConnectionHookData) -> None:
        """The second lock: no socket to a provider unless a mode said `Forward`."""
        data.server.error, before = REFUSED, data.server.error
        address = data.server.address
        if address is not None and self.may_connect(data.client, (address[0], address[1])):
            data.server.error = before

    def may_connect(self, client: connection.Client, address: Address) -> bool:
        return not self.covers(client, address) or address in self.leave.get(client.id, ())

    def client_disconnected(self, client: connection.Client) -> None:
        self.leave.pop(client.id, None)
        self.stage.faults.users.pop(client.id, None)
        self.stage.bases.pop(client.id, None)
        self.spoiled.discard(client.id)

    # ── WebSockets that are relayed ────────────────────────────────────────────────────────────

    def websocket_start(self, flow: http.HTTPFlow) -> None:
        self.stage.listen(flow)

    def websocket_message(self, flow: http.HTTPFlow) -> None:
        self.stage.heard(flow)

    def websocket_end(self, flow: http.HTTPFlow) -> None:
        self.stage.unlisten(flow)

    # ── one request ────────────────────────────────────────────────────────────────────────────

    def request(self, flow: http.HTTPFlow) -> Awaitable[None] | None:
        if self.stage.turnstile.pacing:
            return self.request_in_turn(flow)
        return None if self.at_once(flow) else self.request_in_thread(flow)

    async def request_in_turn(self, flow: http.HTTPFlow) -> None:
        await self.stage.turnstile.turn(ANSWER)
        if not self.at_once(flow):
            await self.request_in_thread(flow)

    def answers(self, hook: http_layers.HttpRequestHook) -> bool:
        """`hook` without a task of its own, where nobody else is to be asked and nothing takes long."""
        addons = ctx.master.addons
        before = addons.before(hook, self.request) if isinstance(addons, hooks.HookTable) else None
        turnstile = self.stage.turnstile
        if before is None or (turnstile.pacing and not turnstile.free(ANSWER)):
            return False
        for listener in before:
            listener(hook.flow)
        return self.at_once(hook.flow)

    def at_once(self, flow: http.HTTPFlow) -> bool:
        """Answer `flow` here and now; false where that would hold up the event loop.

        mitmproxy's hooks fail open: an exception here would send the request, key and all, upstream.
        """
        try:
            if flow.response or flow.error or not flow.live or not self.ours(flow):
                return True
            if self.for_admin(flow) or is_laborious(flow.request):
                return False
            self.take(flow, self.answer(flow))
        except Exception as failure:
            self.fail(flow, failure)
        return True

    async def request_in_thread(self, flow: http.HTTPFlow) -> None:
        try:
            self.take(flow, await asyncio.to_thread(self.answer, flow))
        except Exception as failure:
            self.fail(flow, failure)

    def for_admin(self, flow: http.HTTPFlow) -> bool:
        """Whether it asks about the proxy itself; then it is no request of the API, and not counted."""
        path = flow.request.path.partition("?")[0]
        if admin.covers(door_of(flow.client_conn.proxy_mode), flow.request.host, path):
            flow.metadata[ADMIN] = True
        return ADMIN in flow.metadata

    def answer(self, flow: http.HTTPFlow) -> Answer | Injected:
        assert self.simulator is not None, "not configured"
        client, limit = flow.client_conn, self.simulator.settings.server.max_request_size
        named = take_scope(flow.request.headers)
        user = take_user(flow.request.headers) or self.stage.faults.users.get(client.id, "") or named
        base = self.stage.bases.get(client.id, "")
        request = to_request(flow.request, limit, door_of(client.proxy_mode), client.peername[0], user, base)
        if ADMIN in flow.metadata:
            return admin.answer(request, self.simulator)
        return self.simulator.handle(request)

    def take(self, flow: http.HTTPFlow, answer: Answer | Injected) -> None:
        """Leave `answer` where the flow's stream finds it."""
        match answer:
            case Forward():
                self.forward(flow, answer)
            case Upgrade(session) if is_upgrade(flow.request):
                flow.response = handshake(flow.request)
                self.stage.sessions[flow.id] = session
            case Upgrade():
                raise ApiError(426, NOT_A_WEBSOCKET, headers=(("upgrade", "websocket"),))
            case Injected(inner):
                flow.metadata[FAULT] = answer.fault
                if not isinstance(inner, Upgrade):
                    self.stage.injected[flow.id] = answer
                self.take(flow, inner)
            case reply:
                flow.response = blank()  # keeps mitmproxy from going upstream; the stream replaces it
                self.stage.replies[flow.id] = reply

    def forward(self, flow: http.HTTPFlow, answer: Forward) -> None:
        """Let the flow go upstream, to the configured one if there is one."""
        flow.metadata[PROVIDER] = flow.request.host
        change(flow.request, answer.request)
        if answer.upstream:
            redirect(flow.request, answer.upstream)
        self.leave[flow.client_conn.id].add((flow.request.host, flow.request.port))
        if answer.pipeline:
            self.stage.pipelines[flow.id] = answer.pipeline

    def fail(self, flow: http.HTTPFlow, failure: Exception) -> None:
        """Answer locally, whatever happened."""
        flow.response = blank()
        self.stage.replies[flow.id] = self.stage.failed(flow, failure)
        if not isinstance(failure, ApiError):  # that is the client's doing
            logger.error("A request could not be answered; it was not sent upstream.", exc_info=failure)


def same_file(one: Path | None, other: Path | None) -> bool:
    return one is not None and other is not None and one.resolve() == other.resolve()
