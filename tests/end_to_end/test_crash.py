"""A recording proxy that is killed, told to stop amid streams, or left without disk."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Event, Timer

import httpx
import pytest

from tests.proxy.origin import SSE_HEAD, chunked, origin

from .cli_process import COMMAND, PATIENCE, clean_environ
from .recording import recording, replaying, rows

DONE = b"data: [DONE]\n\n"
HALF = b'data: {"choices": [{"index": 0, "delta": {"content": "half"}}]}\n\n'
LIMITED = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
os.execv(sys.argv[2], sys.argv[2:])
"""
"""Runs the rest of its arguments, which may then write no file longer than the first says."""
Write = Callable[[bytes], object]


@dataclass
class Running:
    """`fakeai-proxy run`, which listens."""

    process: subprocess.Popen[str]
    base: str

    def said(self) -> str:
        """The rest of its stderr, once it has ended."""
        assert self.process.stderr
        rest = self.process.stderr.read()
        self.process.wait(PATIENCE)
        return rest


@contextmanager
def running(
    folder: Path, confdir: Path, upstream: str, *flags: str, longest_file: int = 0
) -> Iterator[Running]:
    limit = [sys.executable, "-c", LIMITED, str(longest_file)] if longest_file else []
    recorded = ("--mode", "record", "--cassette", "a.db", "--upstream", f"api.openai.com={upstream}")
    listen = ("--port", "0", "--reverse-port", "0", "--confdir", str(confdir))
    with subprocess.Popen(
        [*limit, *COMMAND, "run", *listen, *recorded, *flags],
        cwd=folder,
        env=clean_environ(),
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        watchdog = Timer(PATIENCE, process.kill)
        watchdog.start()
        assert process.stderr
        try:
            said = "".join(process.stderr.readline() for _ in range(3))
            found = re.search(r"base URL +(\S+)/v1\nmode +record\n", said)
            assert found, said
            yield Running(process, found[1])
        finally:
            watchdog.cancel()
            process.kill()


def body_of(number: int) -> bytes:
    return b'{"model": "gpt-4o", "messages": [{"role": "user", "content": "%d"}]}' % number


def url(base: str) -> str:
    return f"{base}/v1/chat/completions"


def ask(base: str, number: int) -> httpx.Response:
    return httpx.post(url(base), content=body_of(number), timeout=PATIENCE)


@pytest.fixture
def upstream() -> Iterator[str]:
    let_go = Event()

    def play(write: Write) -> None:
        number = up.requests[-1].rpartition(b'"content": "')[2].partition(b'"')[0]
        write(SSE_HEAD)
        if number == b"-1":
            write(chunked(HALF))
            let_go.wait(PATIENCE)
            return
        for event in events_of(int(number)):
            write(chunked(event))
        write(chunked(b""))

    with origin(play) as up:
        try:
            yield up.url
        finally:
            let_go.set()


def events_of(number: int) -> list[bytes]:
    said = b'data: {"choices": [{"index": 0, "delta": {"content": "%d %d "}}]}\n\n'
    return [*(said % (number, piece) for piece in range(20)), DONE]


WHOLE = """
SELECT count(*) FROM interaction i JOIN reply r ON r.interaction_id = i.id
WHERE end_kind = 'complete' AND (SELECT sum(len) FROM chunk WHERE interaction_id = i.id) > 0
"""


def test_kill_9_loses_nothing_that_was_committed(upstream: str, tmp_path: Path, confdir: Path) -> None:
    cassette = tmp_path / "a.db"
    with running(tmp_path, confdir, upstream) as proxy:
        with httpx.stream("POST", url(proxy.base), content=body_of(-1), timeout=PATIENCE) as half:
            pieces = half.iter_raw()
            assert next(pieces) == HALF
            for asked in range(200):
                assert ask(proxy.base, asked).content == b"".join(events_of(asked))
                committed = rows(cassette, "SELECT count(*) FROM interaction")[0][0]
                if committed > 9:
                    break
            proxy.process.kill()
            assert proxy.process.wait(PATIENCE) == -signal.SIGKILL
    with replaying(confdir, cassette) as replay:
        for number in range(committed):
            assert ask(replay.reverse, number).content == b"".join(events_of(number))
        assert ask(replay.reverse, -1).status_code == 404
    assert [path.name for path in tmp_path.iterdir()] == ["a.db"]
    assert rows(cassette, "PRAGMA integrity_check") == [("ok",)]
    whole, present = rows(cassette, WHOLE)[0][0], rows(cassette, "SELECT count(*) FROM interaction")[0][0]
    assert committed <= whole == present
    with recording(confdir, upstream, cassette, **{"cassette.record_mode": "new_episodes"}) as proxy_again:
        assert ask(proxy_again.reverse, 0).headers["x-fakeai-proxy"].startswith("hit; ")
        assert ask(proxy_again.reverse, 1000).headers["x-fakeai-proxy"].startswith("live; ")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_amid_streams(number: int, upstream: str, tmp_path: Path, confdir: Path) -> None:
    """The cassette is one plain file, with what was whole and marked what was not."""
    with running(tmp_path, confdir, upstream) as proxy:
        assert ask(proxy.base, 1).content == b"".join(events_of(1))
        with httpx.stream("POST", url(proxy.base), content=body_of(-1), timeout=PATIENCE) as half:
            pieces = half.iter_raw()
            assert next(pieces) == HALF
            proxy.process.send_signal(number)
            with pytest.raises(httpx.RemoteProtocolError):
                next(pieces)
        assert (proxy.said(), proxy.process.returncode) == ("", 0)
    assert [path.name for path in tmp_path.iterdir()] == ["a.db"]
    endings = "SELECT end_kind, count(*) FROM reply GROUP BY end_kind ORDER BY end_kind"
    assert rows(tmp_path / "a.db", endings) == [("client_abort", 1), ("complete", 1)]
    assert rows(tmp_path / "a.db", "SELECT sealed FROM cassette") == [(1,)]


FULL = 256 * 1024
"""Bytes; more than an empty cassette has, less than the long reply."""


@pytest.fixture
def long_reply() -> Iterator[str]:
    """Events that cannot be packed into less than FULL, for the request about 7; a short one for others."""

    def play(write: Write) -> None:
        number = int(up.requests[-1].rpartition(b'"content": "')[2].partition(b'"')[0])
        write(SSE_HEAD)
        for event in long_events() if number == 7 else events_of(number):
            write(chunked(event))
        write(chunked(b""))

    with origin(play) as up:
        yield up.url


def long_events() -> list[bytes]:
    texts = (sha256(b"%d" % number).hexdigest().encode() for number in range(10_000))
    return [*(b"data: %b\n\n" % text for text in texts), DONE]


@pytest.mark.parametrize("strict", ["false", "true"])
def test_a_full_disk_is_loud_and_the_traffic_goes_on(
    strict: str, long_reply: str, tmp_path: Path, confdir: Path
) -> None:
    flags = ("--set", f"record_strict={strict}")
    with running(tmp_path, confdir, long_reply, *flags, longest_file=FULL) as proxy:
        assert ask(proxy.base, 1).content == b"".join(events_of(1))
        assert ask(proxy.base, 7).content == b"".join(long_events())
        assert proxy.process.stderr
        assert "a.db: a recording is lost: " in proxy.process.stderr.readline()
        after = ask(proxy.base, 2)
        if strict == "true":
            assert (after.status_code, "record_strict" in after.text) == (500, True)
        else:
            assert after.content == b"".join(events_of(2))
        proxy.process.terminate()
        assert "recordings were lost" in proxy.said()
        assert proxy.process.returncode == 0
    with replaying(confdir, tmp_path / "a.db") as replay:
        assert ask(replay.reverse, 1).content == b"".join(events_of(1))
        assert ask(replay.reverse, 7).status_code == 404
    assert rows(tmp_path / "a.db", "PRAGMA integrity_check") == [("ok",)]
