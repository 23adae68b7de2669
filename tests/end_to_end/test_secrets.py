"""A key planted in every place of real traffic is found neither in the cassette's files nor in the log."""

from __future__ import annotations

import gzip
import json
import socket
import sqlite3
import ssl
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
import zstandard

from fakeai_proxy.cli.proxy_process import ProxyProcess
from tests.cassette.secrets import PLANTED
from tests.proxy.origin import SSE_HEAD, Origin, chunked, origin

from .cli_process import base_of, fakeai_run

SHAPES = ("anthropic_key", "openai_key", "nvidia_key", "jwt")
KEYS = {name: PLANTED[name] for name in SHAPES} | {"known only by its header": "tenantXseventeenX0042"}
FILLER = "ordinary words " * 300
"""Long enough for bodies to be packed."""


def delta(text: str) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "logprobs": {"content": [{"token": text}]}}
    return b"data: " + json.dumps({"id": "chatcmpl-1", "choices": [choice]}).encode() + b"\n\n"


def echoing(up: Origin) -> Callable[[Callable[[bytes], object]], None]:
    """Sends the key of the request back in every place of a reply, in the form that its path names."""

    def play(write: Callable[[bytes], object]) -> None:
        request = up.requests[-1]
        key = next(line for line in request.split(b"\r\n") if line.lower().startswith(b"x-key:"))[6:].strip()
        said = b"x-request-id: %b\r\nset-cookie: s=%b\r\nlocation: https://a:%b@b/?key=%b\r\nx-other: %b\r\n"
        headers = b"connection: close\r\n" + said % ((key,) * 5)
        text = key.decode()
        body = json.dumps({"text": f"{FILLER}{text}.", "nested": json.dumps({"api_key": text})}).encode()
        if b"/stream" in request:
            write(SSE_HEAD[:-2] + headers + b"\r\n")
            events = b"".join((delta(f"whole {text} here"), *map(delta, f" {text} ")))
            for at in range(0, len(events), 7):
                write(chunked(events[at : at + 7]))
            if b"/stream/broken" not in request:
                write(chunked(b"data: [DONE]\n\n") + chunked(b""))
            return
        packed = gzip.compress(body) if b"/gzip" in request else body
        coding = b"content-encoding: gzip\r\n" if b"/gzip" in request else b""
        status = b"401 Unauthorized" if b"/refused" in request else b"200 OK"
        head = b"HTTP/1.1 %b\r\ncontent-type: application/json\r\ncontent-length: %d\r\n%b%b\r\n"
        write(head % (status, len(packed), coding, headers) + packed)

    return play


def plant(client: httpx.Client, key: str) -> None:
    """Requests with `key` in each header, in path and query, and in bodies of every kind."""
    names = ("api-key", "x-api-key", "x-goog-api-key", "proxy-authorization", "x-custom", "x-key")
    headers = {
        **dict.fromkeys(names, key),
        "authorization": f"Bearer {key}",
        "cookie": f"s={key}",
        "user-agent": f"app ({key})",
        "x-stainless-lang": key,
    }
    nested = json.dumps({"text": key, "args": json.dumps({"api_key": key, "deep": json.dumps([key])})})
    ask = {
        "model": key,
        "messages": [{"role": "user", "content": f"{FILLER} key={key}.\n{key}"}],
        key: nested,
    }
    escaped = json.dumps(ask).replace(key, "".join(f"\\u{ord(letter):04x}" for letter in key))
    query = f"?key={quote(key)}&b={quote(key)}"
    client.post(f"/v1/json/{quote(key)}{query}", headers=headers, json=ask)
    client.post("/v1/escaped", headers=headers, content=escaped)
    client.post("/v1/form", headers=headers, data={"a": key, "client_secret": key})
    client.post("/v1/upload", headers=headers, data={"a": key}, files={"f": (key, f"has {key}".encode())})
    client.post("/v1/bytes", headers=headers, content=f"bytes {key} bytes".encode())
    client.post("/v1/gzip", headers=headers, json=ask)
    client.post("/v1/refused", headers=headers, json=ask)
    client.post("/v1/stream", headers=headers, json=ask)
    with pytest.raises(httpx.RemoteProtocolError):
        client.post("/v1/stream/broken", headers=headers, json=ask)
    client.post(f"/v1/json/{quote(key)}{query}", headers={**headers, "host": "api.anthropic.com"}, json=ask)


def mutter(running: ProxyProcess, key: str) -> None:
    """What is no HTTP, so that mitmproxy complains of it."""
    for line in (f"authorization Bearer {key}", f"content-length: {key}", f"transfer-encoding: {key}"):
        with socket.create_connection(tuple(running.reverse or ())) as raw:
            raw.sendall(f"GET /v1/models?key={key} HTTP/1.1\r\nhost: x\r\n{line}\r\n\r\n".encode())
            while raw.recv(65536):
                pass


def contents(cassette: Path) -> bytes:
    """Every file of the cassette as it is, and all packed bodies unpacked."""
    with closing(sqlite3.connect(f"{cassette.as_uri()}?mode=ro", uri=True)) as connection:
        packed = connection.execute("SELECT data FROM blob WHERE codec = 'zstd'").fetchall()
    assert packed
    bodies = [zstandard.ZstdDecompressor().decompress(data) for (data,) in packed]
    return b"\n".join([*bodies, *(path.read_bytes() for path in cassette.parent.iterdir())])


@pytest.fixture(scope="module")
def evidence(confdir: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All that recording leaves behind: cassette and WAL while it runs and afterwards, and the log."""
    folder, tapes = tmp_path_factory.mktemp("folder"), tmp_path_factory.mktemp("tapes")
    cassette = tapes / "a.db"
    found: dict[str, bytes] = {}
    with origin(lambda write: echoing(up)(write)) as up:
        flags = ("--mode", "record", "--cassette", str(cassette), "--set", "debug=true")
        flags += ("--upstream", f"api.openai.com={up.url}", "--upstream", f"api.anthropic.com={up.url}")
        with fakeai_run(*flags, folder=folder, confdir=confdir) as running:
            trust = ssl.create_default_context(cafile=confdir / "mitmproxy-ca-cert.pem")
            proxy = f"http://{running.proxy[0]}:{running.proxy[1]}"
            with (
                httpx.Client(base_url=base_of(running), timeout=30) as reverse,
                httpx.Client(
                    base_url="https://api.openai.com", proxy=proxy, verify=trust, http2=True, timeout=30
                ) as forward,
            ):
                for number, key in enumerate(KEYS.values()):
                    plant((reverse, forward)[number % 2], key)
                    mutter(running, key)
            wal = {path.name for path in tapes.iterdir()}
            found["while it runs"] = contents(cassette)
        assert wal == {"a.db", "a.db-wal", "a.db-shm", "a.db.lock"}
        assert running.seen == {"live": 10 * len(KEYS), "failed": 2 * len(KEYS)}
    found["afterwards"] = contents(cassette)
    found["in the log"] = (folder / "log").read_bytes()
    return found


PLACES = ("while it runs", "afterwards", "in the log")


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("place", PLACES)
def test_a_planted_key_is_found_nowhere(place: str, name: str, evidence: dict[str, bytes]) -> None:
    assert KEYS[name].encode() not in evidence[place]
    assert KEYS[name].encode()[:-2] not in evidence[place]


def test_the_rest_is_there(evidence: dict[str, bytes]) -> None:
    assert b"ordinary words" in evidence["afterwards"]
    assert "«secret:".encode() in evidence["afterwards"]
    assert "Invalid header line: b'authorization Bearer «secret:".encode() in evidence["in the log"]
    assert b"lost" not in evidence["in the log"]
