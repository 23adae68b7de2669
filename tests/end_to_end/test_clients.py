"""Stock HTTP clients over TLS through the proxy, in both versions of HTTP that they speak."""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import httpx
import pytest
import requests

from tests.proxy.serving import Serving
from tests.proxy.test_stream import OneProtocol

from .cli_process import PATIENCE, clean_environ

HOST = "https://api.openai.com"
JSON = {"content-type": "application/json"}


class Got(NamedTuple):
    """What a client was answered; the version as `1.1` or `2`."""

    version: str
    status: int
    body: bytes


Client = Callable[[Serving, str, bytes], Got]
"""Posts to a path; a path without a body is read."""


def by_httpx(protocol: str, proxy: Serving, path: str, body: bytes) -> Got:
    trust = OneProtocol(ssl.PROTOCOL_TLS_CLIENT)
    trust.load_verify_locations(proxy.ca)
    trust.only = protocol
    with httpx.Client(proxy=proxy.proxy, verify=trust, http2=True) as client:
        got = client.request("POST" if body else "GET", f"{HOST}{path}", content=body, headers=JSON)
    return Got(got.http_version.removeprefix("HTTP/"), got.status_code, got.content)


def by_requests(proxy: Serving, path: str, body: bytes) -> Got:
    with requests.Session() as session:
        session.trust_env = False
        session.proxies, session.verify = {"https": proxy.proxy}, str(proxy.ca)
        got = session.request("POST" if body else "GET", f"{HOST}{path}", data=body, headers=JSON)
    return Got(f"{got.raw.version / 10}", got.status_code, got.content)


def by_curl(flag: str, proxy: Serving, path: str, body: bytes) -> Got:
    """As in a shell that was pointed at the proxy."""
    command = ["curl", "-sSN", flag, "-w", "\n%{http_version} %{http_code}", f"{HOST}{path}"]
    sent = ["-H", "content-type: application/json", "--data-binary", "@-"] if body else []
    environ = {**clean_environ(), "HTTPS_PROXY": proxy.proxy, "CURL_CA_BUNDLE": str(proxy.ca)}
    ran = subprocess.run(
        [*command, *sent], input=body, capture_output=True, env=environ, timeout=PATIENCE, check=True
    )
    answer, _, told = ran.stdout.rpartition(b"\n")
    version, status = told.split()
    return Got(version.decode(), int(status), answer)


CLIENTS: dict[str, Client] = {
    "httpx 1.1": partial(by_httpx, "http/1.1"),
    "httpx 2": partial(by_httpx, "h2"),
    "requests 1.1": by_requests,
}
if shutil.which("curl"):
    CLIENTS |= {"curl 1.1": partial(by_curl, "--http1.1"), "curl 2": partial(by_curl, "--http2")}


@pytest.fixture(params=CLIENTS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def asked(**fields: object) -> bytes:
    messages = [{"role": "user", "content": "Hi"}]
    return json.dumps(
        {"model": "gpt-4o", "messages": messages, "seed": 7, "max_tokens": 9, **fields}
    ).encode()


def test_it_speaks_its_version(name: str, simulator: Serving) -> None:
    got = CLIENTS[name](simulator, "/v1/models/gpt-4o", b"")
    assert (got.version, got.status) == (name.rpartition(" ")[2], 200)
    assert json.loads(got.body)["id"] == "gpt-4o"


def test_a_stream_is_the_whole_answer_in_events(name: str, simulator: Serving) -> None:
    whole = CLIENTS[name](simulator, "/v1/chat/completions", asked())
    stream = CLIENTS[name](simulator, "/v1/chat/completions", asked(stream=True))
    *events, done, rest = stream.body.split(b"\n\n")
    assert (done, rest) == (b"data: [DONE]", b"")
    choices = [json.loads(event.removeprefix(b"data: "))["choices"][0] for event in events]
    text = "".join(choice["delta"].get("content", "") for choice in choices)
    assert text == json.loads(whole.body)["choices"][0]["message"]["content"]


def test_a_body_over_the_limit(name: str, simulator: Serving) -> None:
    """curl asks first (expect: 100-continue), the others just send."""
    got = CLIENTS[name](simulator, "/v1/chat/completions", b" " * (11 * 2**20))
    assert got.status == 413
    assert json.loads(got.body)["error"]["type"] == "invalid_request_error"


def test_a_large_body_within_it(name: str, simulator: Serving) -> None:
    messages = [{"role": "user", "content": "word " * 100_000}]
    got = CLIENTS[name](simulator, "/v1/chat/completions", asked(messages=messages))
    assert json.loads(got.body)["usage"]["prompt_tokens"] > 100_000


def test_an_error_keeps_its_status(name: str, simulator: Serving) -> None:
    assert CLIENTS[name](simulator, "/v1/chat/completions", b"{").status == 400
    assert CLIENTS[name](simulator, "/v1/nowhere", b"").status == 404
