"""Record a provider through the proxy, then replay it with the provider gone."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import openai
import pytest
from mitmproxy import exceptions, http

from fakeai_proxy.cassette.identity import FORMAT
from tests.proxy.test_addon import Watcher

from .cli_process import fakeai
from .recording import recording, replaying, rows
from .sdk import BY_EVERY_DOOR, DOORS, Ask, Sdk, sdk_by

HI = [{"role": "user", "content": "Hi"}]


def chat(**fields: Any) -> Ask:
    asked = {"model": "gpt-4o-mini", "messages": HI, "max_tokens": 12, **fields}
    return lambda client: client.chat.completions.create(**asked)


def everything(sdk: Sdk) -> list[Any]:
    """A few answers of each kind, as the SDK parses them."""
    return [
        sdk.whole(chat(n=2)),
        sdk.stream(chat(stream=True, stream_options={"include_usage": True})),
        sdk.whole(lambda client: client.embeddings.create(model="text-embedding-3-small", input="Hi")),
        sdk.whole(lambda client: client.models.list()).data,
        sdk.refusal(chat(messages=[])).body,
    ]


@pytest.mark.parametrize("way", BY_EVERY_DOOR)
def test_what_was_recorded_is_replayed(way: str, provider: str, confdir: Path, tmp_path: Path) -> None:
    watcher = Watcher()
    with recording(confdir, provider, tmp_path / "a.db") as proxy, sdk_by(way, proxy) as sdk:
        recorded = everything(sdk)
    (tmp_path / "a.db").chmod(0o444)
    before = (tmp_path / "a.db").read_bytes()
    with replaying(confdir, tmp_path / "a.db", watcher) as proxy, sdk_by(way, proxy) as sdk:
        assert everything(sdk) == recorded
    assert watcher.attempts == []
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.db", before)]


@pytest.mark.parametrize("door", ["HTTPS_PROXY", "http/2"])
def test_many_at_once(door: str, provider: str, confdir: Path, tmp_path: Path) -> None:
    """Each stream is recorded and replayed as itself, over one connection and over many."""
    texts = [f"question {number}" for number in range(30)]

    async def stream(client: Any, text: str) -> list[Any]:
        messages = [{"role": "user", "content": text}]
        return [event async for event in await chat(messages=messages, stream=True)(client)]

    def all_at_once(client: Any) -> Any:
        return asyncio.gather(*(stream(client, text) for text in texts))

    with recording(confdir, provider, tmp_path / "a.db") as proxy, sdk_by(f"async by {door}", proxy) as sdk:
        recorded = sdk.whole(all_at_once)
    with replaying(confdir, tmp_path / "a.db") as proxy, sdk_by(f"async by {door}", proxy) as sdk:
        assert sdk.whole(all_at_once) == recorded
    assert len({stream[0].id for stream in recorded}) == len(texts)


@pytest.mark.parametrize("door", DOORS)
def test_a_request_is_known_by_whatever_door_it_comes(
    door: str, provider: str, confdir: Path, tmp_path: Path
) -> None:
    with recording(confdir, provider, tmp_path / "a.db") as proxy, sdk_by(f"sync by {door}", proxy) as sdk:
        recorded = [sdk.whole(chat()) for _ in DOORS]
    assert len({answer.choices[0].message.content for answer in recorded}) == len(DOORS)
    exact = "SELECT count(DISTINCT key) FROM match_key WHERE profile = 'exact@1'"
    assert rows(tmp_path / "a.db", exact) == [(1,)]
    with replaying(confdir, tmp_path / "a.db") as proxy:
        for other, answer in zip(DOORS, recorded, strict=True):
            with sdk_by(f"async by {other}", proxy) as sdk:
                assert sdk.whole(chat()) == answer
        with sdk_by("sync by base URL", proxy) as sdk:
            missed = sdk.refusal(chat())
    assert type(missed) is openai.NotFoundError
    assert missed.response.headers["x-fakeai-proxy"].startswith("miss; ")
    assert missed.request.headers["x-stainless-retry-count"] == "0"
    assert "consumed 4/4" in missed.message


class Protocols:
    """Notes by which protocol each upstream was spoken to."""

    def __init__(self) -> None:
        self.seen: set[bytes | None] = set()

    def response(self, flow: http.HTTPFlow) -> None:
        self.seen.add(flow.server_conn.alpn)


@pytest.mark.parametrize(("door", "protocol"), [("HTTPS_PROXY", b"http/1.1"), ("http/2", b"h2")])
def test_an_upstream_over_tls(
    door: str, protocol: bytes, provider: str, confdir: Path, tmp_path: Path
) -> None:
    upstream, noted = provider.replace("http://127.0.0.1", "https://localhost"), Protocols()
    with recording(confdir, upstream, tmp_path / "a.db", after=(noted,)) as proxy:
        proxy.master.options.update(ssl_verify_upstream_trusted_ca=str(proxy.ca))
        with sdk_by(f"sync by {door}", proxy) as sdk:
            recorded = everything(sdk)
    assert noted.seen == {protocol}
    with replaying(confdir, tmp_path / "a.db") as proxy, sdk_by("sync by base URL", proxy) as sdk:
        assert everything(sdk) == recorded


def test_an_upstream_that_proves_not_who_it_is(provider: str, confdir: Path, tmp_path: Path) -> None:
    upstream = provider.replace("http://127.0.0.1", "https://localhost")
    with recording(confdir, upstream, tmp_path / "a.db") as proxy, sdk_by("sync by base URL", proxy) as sdk:
        refused = sdk.refusal(lambda client: chat()(client.with_options(max_retries=0)))
    assert (refused.status_code, "Certificate verify failed" in refused.message) == (502, True)
    assert rows(tmp_path / "a.db", "SELECT count(*) FROM interaction") == [(0,)]


def test_a_miss_names_the_nearest_recording(provider: str, confdir: Path, tmp_path: Path) -> None:
    with recording(confdir, provider, tmp_path / "a.db") as proxy, sdk_by("sync by base URL", proxy) as sdk:
        sdk.whole(chat())
    watcher = Watcher()
    with replaying(confdir, tmp_path / "a.db", watcher) as proxy, sdk_by("sync by HTTPS_PROXY", proxy) as sdk:
        missed = sdk.refusal(chat(max_tokens=13, stream=True))
    assert missed.code == "recording_not_found"
    assert "/max_tokens: recorded 12, asked 13" in missed.message
    assert "/stream: recorded false, asked true" in missed.message
    assert missed.request.headers["x-stainless-retry-count"] == "0"
    assert watcher.attempts == []


@pytest.fixture(scope="module")
def tape(provider: str, confdir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tape") / "a.db"
    with recording(confdir, provider, path) as proxy, sdk_by("sync by base URL", proxy) as sdk:
        sdk.stream(chat(stream=True))
    return path


@pytest.fixture
def recorded(tape: Path, tmp_path: Path) -> Path:
    return shutil.copy(tape, tmp_path / "a.db")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])


def overwritten(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\x00\xff" * 2048 + content[8192:])


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {FORMAT + 1}")


def of_another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 7")


def no_database(path: Path) -> None:
    path.write_text("name: cassette\n" * 100)


SPOILED = {
    cut: "corrupt: truncated",
    overwritten: "corrupt",
    newer: f"of format {FORMAT + 1}, newer than",
    of_another_program: "of another program",
    no_database: "not an SQLite file",
}


@pytest.mark.parametrize("mode", ["replay", "record", "spy"])
@pytest.mark.parametrize("spoil", SPOILED)
def test_a_cassette_that_is_none_is_refused_and_left_alone(
    spoil: Any, mode: str, recorded: Path, confdir: Path
) -> None:
    spoil(recorded)
    before = recorded.read_bytes()
    with pytest.raises(exceptions.OptionsError, match=SPOILED[spoil]):
        with replaying(confdir, recorded, mode=mode):
            pass
    assert [(path.name, path.read_bytes()) for path in recorded.parent.iterdir()] == [("a.db", before)]


def test_the_command_line_refuses_it_in_one_line(recorded: Path, confdir: Path, tmp_path: Path) -> None:
    newer(recorded)
    before = recorded.read_bytes()
    flags = ("--mode", "record", "--cassette", "a.db", "--confdir", str(confdir), "--port", "0")
    ran = fakeai("run", *flags, folder=tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)
    assert (
        f"a.db: of format {FORMAT + 1}, newer than this fakeai-proxy reads ({FORMAT}); upgrade it"
        in ran.stderr
    )
    assert recorded.read_bytes() == before
