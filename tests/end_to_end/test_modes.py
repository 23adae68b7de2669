"""Every mode by its real command, with an upstream that counts who asks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.proxy.origin import Origin, origin

from .cli_process import base_of, fakeai_run
from .recording import recording, replaying, rows

KEY = "sk-proj-Qm9ndXNCb2d1c0JvZ3VzQm9ndXM"


@pytest.fixture
def upstream() -> Iterator[Origin]:
    """Answers `live 1`, `live 2`, ..."""

    def count(write: Callable[[bytes], object]) -> None:
        body = b'{"said": "live %d"}' % len(up.requests)
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
        write(head % len(body) + body)

    with origin(count) as up:
        yield up


def ask(base: str, text: str = "Hi", path: str = "/v1/chat/completions", **headers: str) -> httpx.Response:
    body = {"model": text, "messages": [{"role": "user", "content": text}]}
    return httpx.post(
        base + path, json=body, headers={"authorization": f"Bearer {KEY}", **headers}, timeout=30
    )


def said(got: httpx.Response) -> str:
    return str(got.json().get("said", got.headers.get("x-fakeai-proxy", "synthesized").partition(";")[0]))


def test_record_then_replay(upstream: Origin, tmp_path: Path, confdir: Path) -> None:
    flags = ("--mode", "record", "--cassette", "a.db", "--upstream", f"api.openai.com={upstream.url}")
    with fakeai_run(*flags, folder=tmp_path, confdir=confdir) as proxy:
        recorded = [said(ask(base_of(proxy))) for _ in range(3)]
    assert recorded == ["live 1", "live 2", "live 3"]
    assert proxy.seen == {"live": 3}
    flags = ("--mode", "replay", "--cassette", "a.db", "--speed", "0")
    with fakeai_run(*flags, folder=tmp_path, confdir=confdir) as proxy:
        replayed = [said(ask(base_of(proxy))) for _ in range(4)]
    assert replayed == ["live 1", "live 2", "live 3", "miss"]
    assert proxy.seen == {"replayed": 3, "missed": 1}
    assert len(upstream.requests) == 3
    assert (tmp_path / "log").read_text().count("\n") == 0


def test_spy_asks_upstream_for_the_rest_and_writes_nothing(
    upstream: Origin, tmp_path: Path, confdir: Path
) -> None:
    with recording(confdir, upstream.url, tmp_path / "a.db") as proxy:
        ask(proxy.reverse)
    before = (tmp_path / "a.db").read_bytes()
    flags = ("--mode", "spy", "--cassette", "a.db", "--upstream", f"api.openai.com={upstream.url}")
    with fakeai_run(*flags, folder=tmp_path, confdir=confdir) as proxy:
        assert [said(ask(base_of(proxy), text)) for text in ("Hi", "new", "Hi")] == [
            "live 1",
            "live 2",
            "live 3",
        ]
    assert proxy.seen == {"replayed": 1, "live": 2}
    assert (tmp_path / "a.db").read_bytes() == before


def test_passthrough(upstream: Origin, tmp_path: Path, confdir: Path) -> None:
    flags = ("--mode", "passthrough", "--upstream", f"api.openai.com={upstream.url}/base")
    with fakeai_run(*flags, folder=tmp_path, confdir=confdir) as proxy:
        assert said(ask(base_of(proxy))) == "live 1"
    (sent,) = upstream.requests
    assert sent.startswith(b"POST /base/v1/chat/completions HTTP/1.1\r\n")
    assert f"authorization: bearer {KEY}".encode().lower() in sent.lower()
    assert [path.name for path in tmp_path.iterdir()] == ["log"]


ROUTES = """
mode = "synthesize"
hosts = ["api.openai.com", "nim.local:8000"]
[generation]
ttft_ms = 0
itl_ms = 0
[cassette]
path = "a.db"
speed = 0
[upstreams]
"api.openai.com" = "{url}"
"nim.local:8000" = "{url}"
[[routes]]
mode = "replay"
model = "recorded*"
[[routes]]
mode = "spy"
header = "x-team: red*"
[[routes]]
mode = "passthrough"
path = "/v1/embeddings"
[[routes]]
mode = "passthrough"
method = "DELETE"
[[routes]]
mode = "passthrough"
host = "nim.local"
"""


def test_each_field_of_a_rule(upstream: Origin, tmp_path: Path, confdir: Path) -> None:
    with recording(confdir, upstream.url, tmp_path / "a.db") as proxy:
        ask(proxy.reverse, "recorded-1")
        ask(proxy.reverse, "red")
    (tmp_path / "fakeai.toml").write_text(ROUTES.format(url=upstream.url))
    with fakeai_run(folder=tmp_path, confdir=confdir) as running:
        base, proxy = base_of(running), f"http://{running.proxy[0]}:{running.proxy[1]}"
        assert said(ask(base)) == "synthesized"
        assert said(ask(base, "recorded-1")) == "live 1"
        assert said(ask(base, "recorded-2")) == "miss"
        assert said(ask(base, "red", **{"x-team": "red and blue"})) == "live 2"
        assert said(ask(base, "other", **{"x-team": "red"})) == "live 3"
        assert said(ask(base, "other", **{"x-team": "blue"})) == "synthesized"
        assert said(ask(base, path="/v1/embeddings")) == "live 4"
        assert said(httpx.delete(f"{base}/v1/models/x")) == "live 5"
        with httpx.Client(proxy=proxy) as client:
            assert said(client.get("http://nim.local:8000/v1/models")) == "live 6"
    assert running.seen == {"synthesized": 2, "replayed": 2, "missed": 1, "live": 4}


RECORD_MODES = {
    "all": (["live 1", "live 2"], ["live 3", "live 4", "live 5"], ["live 3", "live 4", "live 5", "miss"]),
    "new_episodes": (
        ["live 1", "live 2"],
        ["live 1", "live 2", "live 3"],
        ["live 1", "live 2", "live 3", "miss"],
    ),
    "once": (["live 1", "live 2"], ["live 1", "live 2", "miss"], ["live 1", "live 2", "miss", "miss"]),
}


@pytest.mark.parametrize("record_mode", RECORD_MODES)
def test_record_modes(record_mode: str, upstream: Origin, tmp_path: Path, confdir: Path) -> None:
    """Two recording sessions and a replay."""
    first, second, replayed = RECORD_MODES[record_mode]
    for answers in (first, second):
        how = {"cassette.record_mode": record_mode, "cassette.speed": 0}
        with recording(confdir, upstream.url, tmp_path / "a.db", **how) as proxy:
            assert [said(ask(proxy.reverse)) for _ in answers] == answers
    with replaying(confdir, tmp_path / "a.db") as proxy:
        assert [said(ask(proxy.reverse)) for _ in replayed] == replayed


def test_record_mode_none_never_asks(upstream: Origin, tmp_path: Path, confdir: Path) -> None:
    with recording(confdir, upstream.url, tmp_path / "a.db") as proxy:
        ask(proxy.reverse)
    with recording(confdir, upstream.url, tmp_path / "a.db", **{"cassette.record_mode": "none"}) as proxy:
        assert [said(ask(proxy.reverse)) for _ in range(2)] == ["live 1", "miss"]
    assert len(upstream.requests) == 1
    assert rows(tmp_path / "a.db", "SELECT count(*) FROM interaction") == [(1,)]
