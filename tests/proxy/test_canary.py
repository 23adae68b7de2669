"""What we lean on inside mitmproxy. A failure here means: read stream.py against the new mitmproxy first."""

from __future__ import annotations

import asyncio
import inspect
from collections import deque

import pytest
from h2.connection import H2Connection
from mitmproxy import addonmanager, certs, version
from mitmproxy.addons.tlsconfig import TlsConfig
from mitmproxy.proxy import events, layer, server
from mitmproxy.proxy.layers import http as http_layers
from mitmproxy.proxy.layers import tls
from mitmproxy.proxy.layers.http import HttpLayer, HttpStream, _http2

from fakeai_proxy.proxy import compat, hooks

SIGNATURES = {
    "__init__": ["self", "context", "stream_id"],
    "_handle_event": ["self", "event"],
    "state_consume_request_body": ["self", "event"],
    "state_wait_for_response_headers": ["self", "event"],
    "state_stream_response_body": ["self", "event"],
    "state_done": ["self", "_"],
    "state_errored": ["self", "_"],
    "start_response_stream": ["self"],
    "send_response": ["self", "already_streamed"],
    "make_server_connection": ["self"],
    "handle_protocol_error": ["self", "event"],
    "check_killed": ["self", "emit_error_hook"],
    "check_body_size": ["self", "request"],
    "flow_done": ["self"],
    "handle_connect": ["self"],
    "state_wait_for_request_headers": ["self", "event"],
    "passthrough": ["self", "event"],
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_the_methods_we_override_or_call_are_as_we_know_them(name: str) -> None:
    found = inspect.unwrap(getattr(HttpStream, name))
    assert list(inspect.signature(found).parameters) == SIGNATURES[name]


def test_the_http_layer_makes_streams_by_the_name_we_replace() -> None:
    assert "HttpStream(" in inspect.getsource(HttpLayer.make_stream)
    assert http_layers.HttpStream is HttpStream


def test_a_response_of_an_addon_passes_through_the_hook_we_swallow() -> None:
    source = inspect.getsource(HttpStream.state_consume_request_body)
    order = ["HttpRequestHook(", "HttpResponseHeadersHook(", "self.send_response()"]
    assert [source.index(part) for part in order] == sorted(source.index(part) for part in order)


def test_wakeups_reach_the_layer_that_asked() -> None:
    assert issubclass(events.Wakeup, events.CommandCompleted)
    assert "RequestWakeup" in inspect.getsource(HttpLayer.event_to_child)


def test_the_connection_handler_has_the_sockets_we_look_at() -> None:
    assert "writer" in server.ConnectionIO.__dataclass_fields__
    assert "transports" in server.ConnectionHandler.__annotations__
    assert "_paused_event_queue" in layer.Layer.__annotations__


def test_an_event_enters_as_the_alarm_sends_it() -> None:
    source = inspect.getsource(server.ConnectionHandler.server_event)
    assert "await " not in source
    assert "async with self._server_event_lock:" in source
    assert isinstance(asyncio.Lock()._waiters, deque | None)  # type: ignore[attr-defined]
    assert "command_sources.pop(event.command)" in inspect.getsource(HttpLayer._handle_event)


def test_hook_dispatch_is_as_the_table_knows_it() -> None:
    assert version.VERSION.startswith(hooks.KNOWN)
    for name in ("register", "add", "remove", "clear", "handle_lifecycle", "trigger_event", "_iter_hooks"):
        assert callable(getattr(addonmanager.AddonManager, name))


def test_the_code_that_closes_in_silence() -> None:
    assert compat.KILL is not None


def test_a_refused_tunnel_is_answered_by_the_response_we_set() -> None:
    """And nothing of it is asked of the server side, so that it may look done while we wait."""
    source = inspect.getsource(HttpStream.handle_connect) + inspect.getsource(
        HttpStream.handle_connect_finish
    )
    assert "if not self.flow.response" in source
    assert "server_state" not in source


def test_a_request_is_told_to_go_on_by_the_header_we_take_away() -> None:
    source = inspect.getsource(HttpStream.state_wait_for_request_headers)
    assert 'headers.get("expect", "").lower() == "100-continue"' in source


def test_http_2_is_spoken_as_we_break_it_off() -> None:
    assert "Http2Server(" in inspect.getsource(HttpLayer._handle_event)
    assert http_layers.Http2Server is _http2.Http2Server
    assert "connections" in HttpLayer.__annotations__
    assert list(inspect.signature(_http2.Http2Connection.is_closed).parameters) == ["self", "stream_id"]
    abort = list(inspect.signature(H2Connection.close_connection).parameters)
    assert abort == ["self", "error_code", "additional_data", "last_stream_id"]


def test_http_2_gives_back_windows_where_we_withhold_them() -> None:
    """After the stream was handed its piece, so that what it decides holds for that piece already."""
    assert "BufferedH2Connection(self.h2_conf)" in inspect.getsource(_http2.Http2Connection.__init__)
    source = inspect.getsource(_http2.Http2Connection.handle_h2_event)
    handed, given_back = (
        "self.ReceiveData(event.stream_id, event.data)",
        "self.h2_conn.acknowledge_received_data(",
    )
    assert source.index(handed) < source.index(given_back)


def test_mitmproxy_says_no_goodbye_of_tls_by_itself() -> None:
    """Else ours would be the second; nor does it send the alert of a handshake that failed."""
    assert "shutdown()" not in inspect.getsource(tls.TLSLayer.send_close)
    assert "self.tls.sendall(data)" in inspect.getsource(tls.TLSLayer.send_data)
    assert "tls_interact" in inspect.getsource(tls.TLSLayer.send_data)
    failed = inspect.getsource(tls.TLSLayer.receive_handshake_data).partition("except SSL.Error")[2]
    assert "tls_interact" not in failed.partition("return False")[0]


def test_a_tls_connection_that_is_set_is_left_alone() -> None:
    source = inspect.getsource(TlsConfig.tls_start_client)
    assert source.index("if tls_start.ssl_conn is not None") < source.index("get_cert")
    assert {"cert", "privatekey", "chain_certs"} <= certs.CertStoreEntry.__dataclass_fields__.keys()
    assert {"default_privatekey", "default_ca"} <= certs.CertStore.__annotations__.keys()
    assert "_cert" in certs.Cert.__annotations__
