"""Live streams that stand still beside live streams that go on."""

from __future__ import annotations

import json
import socket
from contextlib import ExitStack, closing

from tests.proxy.serving import Serving

from .asks import ASKS, live, live_pieces
from .captured import Captured, Ended
from .clients import Sent, http2_connection, read, receive, tunnel
from .conftest import Exchange
from .framing import Framing
from .provider import Provider

OTHERS = 50
STALL = {"fault": "stream.stall", "when": {"after_tokens": 3}}
BEFORE = b"".join(live_pieces(ASKS["chat"])[:4])
"""The role and three tokens."""


def sent(fault: object = None) -> Sent:
    headers = {"content-type": "application/json", "x-source": "live"}
    if fault:
        headers["x-fakeai-fault"] = json.dumps(fault)
    ask = ASKS["chat"]
    return Sent(ask.method, ask.host, ask.path, headers.items(), ask.sent(streamed=True))


def test_fifty_stall_and_others_pass(proxy: Serving, exchange: Exchange, upstream: Provider) -> None:
    """All of the provider's bytes are there for those, and none but the first for these."""
    before = len(upstream.seen)
    with ExitStack() as stack:
        stalled = [stack.enter_context(closing(begun(proxy))) for _ in range(OTHERS)]
        for _ in range(5):
            passed = exchange(source="live", play="pace=0.001")
            assert (passed.ended.how, passed.body) == ("complete", live(ASKS["chat"]))
        for connection in stalled:
            connection.settimeout(0.001)
            assert read(connection) == (b"", Ended("stalled"))
    assert len(upstream.seen) - before == OTHERS + 5


def begun(proxy: Serving) -> socket.socket:
    """A stream that has said what comes before its stall."""
    connection = tunnel(proxy, ASKS["chat"].host, "1.1", 10)
    connection.sendall(sent(STALL).http1)
    framing = Framing(Captured())
    while framing.captured.body != BEFORE:
        assert receive(connection, framing, 0) is None
    return connection


def test_one_stream_of_a_connection_stalls_and_the_next_one_passes(proxy: Serving) -> None:
    """HTTP/2: the provider is asked for both, and the connection stays whole."""
    got = {1: b"", 3: b""}
    ended = set[int]()
    with closing(tunnel(proxy, ASKS["chat"].host, "2", 10)) as connection:
        with http2_connection(connection) as protocol:
            for number, asked in ((1, sent(STALL)), (3, sent())):
                pseudo = (":method", asked.method), (":path", asked.path)
                target = (":scheme", "https"), (":authority", asked.host)
                protocol.send_headers(number, [*pseudo, *target, *asked.fields])
                protocol.send_data(number, asked.body, end_stream=True)
            connection.sendall(protocol.data_to_send())
            while 3 not in ended or got[1] != BEFORE:
                for event in protocol.receive_data(connection.recv(65536)):
                    if body := getattr(event, "data", b""):
                        got[event.stream_id] += body
                    if type(event).__name__ == "StreamEnded":
                        ended.add(event.stream_id)
    assert got == {1: BEFORE, 3: live(ASKS["chat"])}
    assert ended == {3}
