"""What each fault does to a connection that it meets. Imported when one does.

TUNNEL     in place of opening the tunnel that a CONNECT asks for
REQUEST    in place of taking the head of a request, and then its body
TLS        to the TLS connection that mitmproxy would have used
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from mitmproxy import http, tls
from mitmproxy.proxy import layer
from mitmproxy.proxy.layers.http import DropStream, RequestHeaders, ResponseHeaders, SendHttp

from fakeai_proxy.core.errors import ApiError, error_reply
from fakeai_proxy.core.steps import Abort, Step
from fakeai_proxy.faults.base import ConnectionFault, Phase

from . import bad_tls
from .alarm import FOREVER
from .breaking import break_off
from .connection_faults import FAULT, Address
from .intake import RefusedIntake, SlowIntake, StalledIntake
from .stage import provider

if TYPE_CHECKING:
    from .arrival import ArrivingStream

Commands = layer.CommandGenerator[None]


def on_connect(stream: ArrivingStream, fault: ConnectionFault) -> Commands:
    """A fault meets the CONNECT of `stream`."""
    stream.flow.metadata[FAULT] = fault.type
    yield from TUNNEL[fault.type](stream, fault)


def on_request(stream: ArrivingStream, event: RequestHeaders) -> Commands:
    """A request begins; the first fault that meets it acts."""
    address, path = target(stream, event.request), event.request.path.partition("?")[0]
    for phase in phases(stream, event):
        met = stream.stage.faults.meeting(phase, stream.context.client, address, path)
        if met is not None:
            fault, stream.hold = met
            yield from REQUEST[fault.type](stream, event, fault)
            return
    yield from stream.receive_head(event)


def on_tls(data: tls.TlsData, fault: ConnectionFault) -> None:
    """A fault meets the handshake that begins with `data`."""
    TLS[fault.type](data, fault)


def target(stream: ArrivingStream, request: http.Request) -> Address:
    """Where `request` goes: by itself, or by its tunnel."""
    through = stream.context.server.address
    if through is None or request.host:
        return request.host, request.port
    return through[0], through[1]


def phases(stream: ArrivingStream, event: RequestHeaders) -> Iterator[Phase]:
    if stream.stream_id > 1:
        yield "reuse"
    if event.request.headers.get("expect", "").lower() == "100-continue":
        yield "expect"
    if not event.end_stream:
        yield "upload"


# ── the tunnel ─────────────────────────────────────────────────────────────────────────────────


def refuse_tunnel(stream: ArrivingStream, fault: Any) -> Commands:
    phrase = HTTPStatus(fault.status).phrase
    said = fault.body or f"{fault.status} {phrase}: {stream.flow.request.host}\n"
    headers = http.Headers(content_type="text/plain; charset=utf-8")
    if fault.status == 407:
        headers["proxy-authenticate"] = 'Basic realm="proxy"'
    stream.flow.response = http.Response.make(fault.status, said, headers)
    stream.flow.response.reason = phrase
    yield from open_later(stream, fault.delay)


def delay_tunnel(stream: ArrivingStream, fault: Any) -> Commands:
    yield from open_later(stream, FOREVER if fault.delay is None else fault.delay)


def open_later(stream: ArrivingStream, seconds: float) -> Commands:
    # Meanwhile the client may leave, and nobody else is to be told.
    stream.client_state = stream.server_state = stream.state_done
    yield from stream.wake(seconds, stream.open_tunnel)


# ── the request ────────────────────────────────────────────────────────────────────────────────


def close_stale(stream: ArrivingStream, event: RequestHeaders, fault: Any) -> Commands:
    stream.client_state = stream.server_state = stream.state_errored
    yield DropStream(stream.stream_id)
    yield from break_off(stream, Abort())


def withhold_continue(stream: ArrivingStream, event: RequestHeaders, fault: Any) -> Commands:
    del event.request.headers["expect"]  # else mitmproxy would go on at once
    yield from receive(stream, event, fault)
    yield from stream.wake(FOREVER if fault.hold is None else fault.hold, lambda: go_on(stream))


def go_on(stream: ArrivingStream) -> Commands:
    if stream.receiving and not stream.request_body_buf:
        interim = http.Response.make(100, headers=http.Headers())
        interim.headers.clear()
        yield SendHttp(ResponseHeaders(stream.stream_id, interim), stream.context.client)


def reply_early(stream: ArrivingStream, event: RequestHeaders, fault: Any) -> Commands:
    yield from receive(stream, event, fault)
    stream.intake = RefusedIntake(stream, fault.after_bytes, lambda: refusal(stream, fault))
    if stream.receiving:
        yield from stream.intake.take(0)


EARLY = {
    413: ApiError(413, "Request too large: the rest of its body was not read."),
    429: ApiError(
        429,
        "Rate limit reached: the rest of the body was not read.",
        type="requests",
        code="rate_limit_exceeded",
    ),
}


def refusal(stream: ArrivingStream, fault: Any) -> Iterator[Step]:
    close = () if stream.flow.request.is_http2 else (("connection", "close"),)
    return error_reply(EARLY[fault.status], provider(stream.flow), close)


def stall_window(stream: ArrivingStream, event: RequestHeaders, fault: Any) -> Commands:
    yield from receive(stream, event, fault)
    if stream.receiving:
        stream.intake = StalledIntake(stream, fault.window)


def slow_upload(stream: ArrivingStream, event: RequestHeaders, fault: Any) -> Commands:
    yield from receive(stream, event, fault)
    if stream.receiving:
        stream.intake = SlowIntake(stream, fault.kib_per_second * 1024)


def receive(stream: ArrivingStream, event: RequestHeaders, fault: Any) -> Commands:
    """Go on with the request, unless its head alone is reason to refuse it."""
    yield from stream.receive_head(event)
    if stream.receiving:
        stream.flow.metadata[FAULT] = fault.type


TUNNEL: Mapping[str, Callable[[ArrivingStream, Any], Commands]] = {
    "connection.connect_refused": refuse_tunnel,
    "connection.connect_slow": delay_tunnel,
}
REQUEST: Mapping[str, Callable[[ArrivingStream, RequestHeaders, Any], Commands]] = {
    "connection.stale": close_stale,
    "connection.continue_withheld": withhold_continue,
    "connection.early_reply": reply_early,
    "connection.window_stall": stall_window,
    "connection.slow_upload": slow_upload,
}
TLS: Mapping[str, Callable[[tls.TlsData, Any], None]] = {
    "connection.bad_certificate": bad_tls.present,
    "connection.tls_failure": bad_tls.fail,
}
