from __future__ import annotations

import subprocess
import sys

import pytest
from mitmproxy import http
from mitmproxy.connection import Client
from mitmproxy.options import Options
from mitmproxy.proxy.commands import SendData
from mitmproxy.proxy.context import Context
from mitmproxy.proxy.layers.http import ResponseData, ResponseEndOfMessage, ResponseHeaders
from mitmproxy.proxy.layers.http._http1 import Http1Server
from mitmproxy.test import tutils

from fakeai_proxy.proxy.spared import _send, _send_whole

PROGRAM = """
from mitmproxy import connection, http, options
from mitmproxy.proxy.context import Context
from fakeai_proxy.proxy.spared import spare

def made():
    try:
        return http.Response(b"HTTP/1.1", "200", b"OK", http.Headers(), b"", None, 0, 0).status_code
    except TypeError:
        return "checked"

top = Context(connection.Client(peername=("", 0), sockname=("", 0)), options.Options())
print(made())
plain = top.fork()
spare()
fork = top.fork()
print(made())
print(fork.__dict__.keys() == plain.__dict__.keys(), fork.layers is not top.layers, fork.server is top.server)
print(http.Request("h", 1, b"GET", b"http", b"", b"/", b"HTTP/1.1", http.Headers(), b"", None, 0, 0).path)
"""


def test_mitmproxy_checks_messages_and_copies_contexts_until_it_is_told_not_to() -> None:
    """In a process of its own: it is for good. Should mitmproxy drop the check, that part can go."""
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["checked", "200", *["True"] * 3, "/"]


def sent(response: http.Response, *, spared: bool) -> list[bytes]:
    """What an HTTP/1 server writes of `response`."""
    server = Http1Server(Context(Client(peername=("", 0), sockname=("", 0)), Options()))
    server.request = tutils.treq()
    send = _send_whole if spared else _send
    events = [
        ResponseHeaders(1, response, False),
        ResponseData(1, response.raw_content or b""),
        ResponseEndOfMessage(1),
    ]
    commands = [command for event in events for command in send(server, event)]
    return [command.data for command in commands if isinstance(command, SendData)]


@pytest.mark.parametrize(
    ("headers", "body", "writes"),
    [
        ({b"content-length": b"2"}, b"ok", 1),
        ({}, b"ok", 1),
        ({b"Transfer-Encoding": b"chunked"}, b"ok", 3),
        ({b"content-length": b"0"}, b"", 1),
        ({}, None, 1),
    ],
)
def test_a_whole_response_is_the_same_bytes_in_fewer_writes(
    headers: dict[bytes, bytes], body: bytes | None, writes: int
) -> None:
    response = tutils.tresp(headers=http.Headers([*headers.items()]), content=body)
    assert b"".join(sent(response, spared=True)) == b"".join(sent(response, spared=False))
    assert len(sent(response, spared=True)) == writes
