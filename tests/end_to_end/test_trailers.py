"""Trailers, which HTTP/2 alone carries past mitmproxy, recorded and replayed."""

from __future__ import annotations

from pathlib import Path

import h2.events

from tests.proxy.http2_origin import Talk, http2_origin
from tests.proxy.serving import Serving
from tests.proxy.wire import Http2, dial

from .recording import recording, replaying, rows

EVENT = b"data: [DONE]\n\n"


def play(talk: Talk, stream: int, path: str) -> None:
    talk.say(stream, EVENT)
    talk.state.send_headers(stream, [("x-request-id", "req_1"), ("x-own", "1")], end_stream=True)
    talk.paths.pop(stream)


def asked(proxy: Serving) -> list[tuple[str, str]]:
    """The trailers of a reply."""
    with dial(proxy, "h2") as sock:
        http2 = Http2(sock)
        http2.ask("/v1/chat/completions")
        assert http2.wait(h2.events.DataReceived).data == EVENT
        return list(http2.wait(h2.events.TrailersReceived).headers)


def test_they_are_relayed_recorded_and_replayed(confdir: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with http2_origin(confdir, play, play) as up, recording(confdir, up.url, path) as proxy:
        proxy.master.options.update(ssl_verify_upstream_trusted_ca=str(proxy.ca))
        assert asked(proxy) == [("x-request-id", "req_1"), ("x-own", "1")]
    assert rows(path, "SELECT kind, trailers FROM reply") == [("sse", '[["x-request-id", "req_1"]]')]
    with replaying(confdir, path) as proxy:
        assert asked(proxy) == [("x-request-id", "req_1")]
