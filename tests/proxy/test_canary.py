"""What we lean on inside mitmproxy. A failure here means: read stream.py against the new mitmproxy first."""

from __future__ import annotations

import asyncio
import inspect
from collections import deque

import pytest
from mitmproxy import addonmanager, version
from mitmproxy.proxy import events, layer, server
from mitmproxy.proxy.layers import http as http_layers
from mitmproxy.proxy.layers.http import HttpLayer, HttpStream

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
