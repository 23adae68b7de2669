"""Recording byte by byte: what upstream writes, when, in which coding, and how it ends."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from pathlib import Path
from threading import Event, Semaphore

import brotli
import httpx
import pytest
import zstandard

from fakeai_proxy.cassette import Cassette, Match
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Data, Wait
from tests.proxy.origin import SSE_HEAD, chunked, origin
from tests.proxy.serving import Serving

from .recording import recording, replaying, rows

ASK = b'{"model": "gpt-4o", "stream": true, "messages": [{"role": "user", "content": "Hi"}]}'
EVENTS = [b'data: {"choices": [{"index": 0, "delta": {"content": "w%d "}}]}\n\n' % n for n in range(20)]
DONE = b"data: [DONE]\n\n"
PATIENCE = 20
Write = Callable[[bytes], object]


def ask(base: str, body: bytes = ASK) -> httpx.Response:
    return httpx.post(f"{base}/v1/chat/completions", content=body, timeout=PATIENCE)


def streamed(write: Write) -> None:
    write(SSE_HEAD)
    for event in (*EVENTS, DONE):
        write(chunked(event))
    write(chunked(b""))


def test_the_client_has_each_event_before_the_next_is_sent(confdir: Path, tmp_path: Path) -> None:
    """Recording holds nothing back, and keeps the pieces as they came."""
    read = Semaphore(0)

    def in_step(write: Write) -> None:
        write(SSE_HEAD)
        for event in (*EVENTS, DONE):
            write(chunked(event))
            assert read.acquire(timeout=PATIENCE)
        write(chunked(b""))

    with origin(in_step) as up, recording(confdir, up.url, tmp_path / "a.db") as proxy:
        with httpx.stream("POST", f"{proxy.reverse}/v1/chat/completions", content=ASK) as got:
            pieces = []
            for piece in got.iter_raw():
                pieces.append(piece)
                read.release()
    assert pieces == [*EVENTS, DONE]
    sizes = rows(tmp_path / "a.db", "SELECT len FROM chunk ORDER BY idx")
    assert [size for (size,) in sizes] == [len(piece) for piece in pieces]


def test_the_pace_is_that_of_the_recording_times_a_speed(confdir: Path, tmp_path: Path) -> None:
    with origin(streamed) as up, recording(confdir, up.url, tmp_path / "a.db") as proxy:
        ask(proxy.reverse)
        ask(proxy.reverse)
        ask(proxy.reverse)
    times = rows(tmp_path / "a.db", "SELECT t_end FROM reply ORDER BY interaction_id")
    request = Request("POST", "/v1/chat/completions", body=ASK)
    cassette = Cassette.open(tmp_path / "a.db", readonly=True, clock=ManualClock())
    for speed, (t_end,) in zip((1, 2, 0), times, strict=True):
        match = cassette.find(request)
        assert isinstance(match, Match)
        steps = list(cassette.replay(match, speed))
        waited = sum(step.seconds for step in steps if isinstance(step, Wait))
        assert waited == pytest.approx(t_end / 1e9 / speed if speed else 0)
        assert b"".join(step.body for step in steps if isinstance(step, Data)) == b"".join((*EVENTS, DONE))
    cassette.close()


class Packer:
    """Compresses event by event, as servers do that flush after each."""

    def __init__(self, coding: str) -> None:
        zstd = zstandard.ZstdCompressor().compressobj()
        deflate = zlib.compressobj(wbits={"gzip": 31}.get(coding, 15))
        br = brotli.Compressor()
        self.feed: Callable[[bytes], bytes] = {
            "br": lambda body: br.process(body) + br.flush(),
            "zstd": lambda body: zstd.compress(body) + zstd.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK),
        }.get(coding, lambda body: deflate.compress(body) + deflate.flush(zlib.Z_SYNC_FLUSH))
        self.end: Callable[[], bytes] = {"br": br.finish, "zstd": zstd.flush}.get(coding, deflate.flush)


@pytest.mark.parametrize("kind", ["text/event-stream", "application/json"])
@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_compressed_replies(coding: str, kind: str, confdir: Path, tmp_path: Path) -> None:
    """The client gets them as they came; the cassette keeps them readable, and replays them so."""
    pieces = [*EVENTS, DONE] if "stream" in kind else [json.dumps({"words": ["word"] * 2000}).encode()]
    packer = Packer(coding)
    sent = [*map(packer.feed, pieces), packer.end()]
    head = f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-encoding: {coding}\r\n"

    def send(write: Write) -> None:
        write(f"{head}transfer-encoding: chunked\r\n\r\n".encode())
        for piece in sent:
            write(chunked(piece) if piece else b"")
        write(chunked(b""))

    with origin(send) as up, recording(confdir, up.url, tmp_path / "a.db") as proxy:
        with httpx.stream("POST", f"{proxy.reverse}/v1/chat/completions", content=ASK) as got:
            assert got.headers["content-encoding"] == coding
            assert b"".join(got.iter_raw()) == b"".join(sent)
    with replaying(confdir, tmp_path / "a.db") as proxy:
        replayed = ask(proxy.reverse)
    assert "content-encoding" not in replayed.headers
    assert replayed.headers["content-type"] == kind
    assert replayed.content == b"".join(pieces)


def left_after(pieces: list[bytes], confdir: Path, cassette: Path) -> None:
    """Record a stream whose client leaves as soon as it has `pieces`; upstream would have gone on."""
    let_go = Event()

    def held(write: Write) -> None:
        write(SSE_HEAD)
        for piece in pieces:
            write(chunked(piece))
        assert let_go.wait(PATIENCE)

    with origin(held) as up, recording(confdir, up.url, cassette) as proxy:
        with httpx.stream("POST", f"{proxy.reverse}/v1/chat/completions", content=ASK) as got:
            read = got.iter_raw()
            left = len(b"".join(pieces))
            while left:
                left -= len(next(read))
        let_go.set()


ENDINGS = "SELECT r.end_kind, i.state FROM reply r JOIN interaction i ON i.id = r.interaction_id"


def test_a_client_that_leaves_after_the_last_event_has_had_everything(confdir: Path, tmp_path: Path) -> None:
    left_after([*EVENTS, DONE], confdir, tmp_path / "a.db")
    assert rows(tmp_path / "a.db", ENDINGS) == [("complete", "active")]
    with replaying(confdir, tmp_path / "a.db") as proxy:
        assert ask(proxy.reverse).content == b"".join((*EVENTS, DONE))


def test_a_client_that_leaves_earlier_is_never_replayed(confdir: Path, tmp_path: Path) -> None:
    left_after(EVENTS, confdir, tmp_path / "a.db")
    assert rows(tmp_path / "a.db", ENDINGS) == [("client_abort", "quarantined")]
    with replaying(confdir, tmp_path / "a.db") as proxy:
        assert ask(proxy.reverse).status_code == 404


def test_an_upstream_that_breaks_off_is_never_replayed(confdir: Path, tmp_path: Path) -> None:
    def broken(write: Write) -> None:
        write(SSE_HEAD + b"".join(map(chunked, EVENTS)))

    with origin(broken) as up, recording(confdir, up.url, tmp_path / "a.db") as proxy:
        with pytest.raises(httpx.RemoteProtocolError):
            ask(proxy.reverse)
    assert rows(tmp_path / "a.db", ENDINGS) == [("upstream_reset", "quarantined")]
    with replaying(confdir, tmp_path / "a.db") as proxy:
        assert ask(proxy.reverse).status_code == 404


def test_an_error_of_the_provider_is_replayed_with_its_headers(confdir: Path, tmp_path: Path) -> None:
    body = b'{"error": {"message": "slow down", "type": "requests", "param": null, "code": null}}'

    def limited(write: Write) -> None:
        head = b"HTTP/1.1 429 Too Many Requests\r\ncontent-type: application/json\r\nretry-after: 7\r\n"
        write(head + b"content-length: %d\r\n\r\n%s" % (len(body), body))

    with origin(limited) as up, recording(confdir, up.url, tmp_path / "a.db") as proxy:
        assert ask(proxy.reverse).status_code == 429
    with replaying(confdir, tmp_path / "a.db") as proxy:
        got = ask(proxy.reverse)
    assert (got.status_code, got.content, got.headers["retry-after"]) == (429, body, "7")


NO_BODIES = {
    "HEAD /long": b"200 OK\r\ncontent-type: audio/mpeg\r\ncontent-length: 4711",
    "GET /unchanged": b'304 Not Modified\r\netag: "1"',
    "GET /nothing": b"204 No Content",
    "GET /else": b"302 Found\r\nlocation: /there\r\ncontent-length: 0",
    "GET /empty": b"200 OK\r\ncontent-length: 0",
}


def test_replies_without_a_body_and_redirects(confdir: Path, tmp_path: Path) -> None:
    def play(write: Write) -> None:
        method, path = up.requests[-1].split()[:2]
        write(b"HTTP/1.1 " + NO_BODIES[f"{method.decode()} {path.decode()}"] + b"\r\n\r\n")

    def asked(proxy: Serving) -> list[tuple[int, str | None, str | None, bytes]]:
        pairs = (name.split() for name in NO_BODIES)
        replies = [httpx.request(method, f"{proxy.reverse}{path}") for method, path in pairs]
        return [
            (one.status_code, one.headers.get("content-length"), one.headers.get("location"), one.content)
            for one in replies
        ]

    with origin(play) as up, recording(confdir, up.url, tmp_path / "a.db") as proxy:
        live = asked(proxy)
    assert live[0] == (200, "4711", None, b"")
    with replaying(confdir, tmp_path / "a.db") as proxy:
        assert asked(proxy) == live
