"""An exchange as it begins: the tunnel it comes through, its head, its body. Here faults meet connections."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from mitmproxy.proxy import commands, events, layer
from mitmproxy.proxy.context import Context
from mitmproxy.proxy.layers.http import HttpStream, RequestData, RequestEndOfMessage, RequestHeaders

from fakeai_proxy.core.lazy import load
from fakeai_proxy.core.steps import Hold

from .alarm import FOREVER, Alarm
from .doors import is_reverse
from .limits import LimitedStream
from .proxy_user import take_user

if TYPE_CHECKING:
    from .intake import Intake

Commands = layer.CommandGenerator[None]


class ArrivingStream(LimitedStream):
    """An HttpStream that asks, while faults may meet connections, whether one meets this."""

    def __init__(self, context: Context, stream_id: int) -> None:
        super().__init__(context, stream_id)
        self.later: dict[commands.Command, Callable[[], Commands]] = {}
        """What to do at which wakeup."""
        self.intake: Intake | None = None
        """How a fault has the body taken."""
        self.hold: Hold | None = None
        """Of the fault that met the connection."""
        self.alarms: dict[commands.Command, Alarm] = {}

    def woken(self, event: events.Wakeup) -> Commands:
        then = self.later.pop(event.command)
        self.alarms.pop(event.command, None)
        if self.flow.live:  # the client may have left meanwhile
            yield from then()

    def wake(self, seconds: float, then: Callable[[], Commands]) -> Commands:
        """Do `then` in `seconds`, or soon after the experiment that wants the wait is over."""
        if self.hold and (alarm := self.stage.alarm(self.context, lambda: False)):
            self.alarms[alarm.command] = alarm
            self.later[alarm.command] = then
            alarm.set(monotonic() + seconds, self.hold)
        elif seconds < FOREVER:
            command = commands.RequestWakeup(seconds)
            self.later[command] = then
            yield command

    def disarm(self) -> None:
        """Nothing is waited for any more."""
        for alarm in self.alarms.values():
            alarm.cancel()

    # ── the tunnel ─────────────────────────────────────────────────────────────────────────────

    def handle_connect(self) -> Commands:
        request, client = self.flow.request, self.context.client
        if user := take_user(request.headers):
            self.stage.faults.users[client.id] = user
        met = self.stage.faults.meeting("connect", client, (request.host, request.port))
        if met is None:
            yield from super().handle_connect()
        else:
            fault, self.hold = met
            yield from load("fakeai_proxy.proxy", "effects.on_connect")(self, fault)

    def open_tunnel(self) -> Commands:
        """Go on with the CONNECT; `flow.response`, if set, refuses it."""
        yield from HttpStream.handle_connect(self)

    # ── the request ────────────────────────────────────────────────────────────────────────────

    def state_wait_for_request_headers(self, event: RequestHeaders) -> Commands:
        if is_reverse(client := self.context.client):  # mitmproxy puts its own target into the header
            scheme = "https" if client.tls else "http"
            self.stage.bases[client.id] = f"{scheme}://{event.request.host_header or ''}"
        if not self.stage.faults.possible or event.request.method == "CONNECT":
            yield from super().state_wait_for_request_headers(event)
        else:
            yield from load("fakeai_proxy.proxy", "effects.on_request")(self, event)

    def receive_head(self, event: RequestHeaders) -> Commands:
        """Go on with the request."""
        yield from HttpStream.state_wait_for_request_headers(self, event)

    def state_consume_request_body(self, event: events.Event) -> Commands:
        intake = self.intake
        if intake and isinstance(event, RequestEndOfMessage) and intake.early > 0:
            yield from self.wake(intake.early, lambda: self.receive_body(event))
            return
        yield from super().state_consume_request_body(event)
        if intake and isinstance(event, RequestData) and self.receiving:
            yield from intake.take(len(event.data))

    def receive_body(self, event: events.Event) -> Commands:
        """Go on with the body, at its end."""
        yield from HttpStream.state_consume_request_body(self, event)

    @property
    def receiving(self) -> bool:
        """The body is under way."""
        state: object = self.client_state
        return state == self.state_consume_request_body
