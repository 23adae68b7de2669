"""Bad input, as exceptions of the real `openai` SDK; the proxy goes on unharmed, and nothing leaves it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openai
import pytest

from tests.proxy.serving import Serving, serving
from tests.proxy.test_addon import Watcher

from .conftest import INSTANT
from .sdk import Ask, Sdk, sdk_by

LIMIT = 300_000
"""Bytes of a request body; less than sockets and windows of HTTP/2 hold."""
HI = [{"role": "user", "content": "Hi"}]
watcher = Watcher()


@pytest.fixture(scope="module")
def proxy(confdir: Path) -> Iterator[Serving]:
    with serving(confdir, after=(watcher,), **INSTANT, **{"server.max_request_size": LIMIT}) as running:
        yield running


@pytest.fixture(scope="module", params=["sync by HTTPS_PROXY", "async by http/2", "async by base URL"])
def client(request: pytest.FixtureRequest, proxy: Serving) -> Iterator[Sdk]:
    with sdk_by(request.param, proxy) as opened:
        yield opened


@pytest.fixture
def sdk(client: Sdk, proxy: Serving) -> Iterator[Sdk]:
    """After each refusal: nothing is kept, nobody was dialled, and the next request is answered."""
    yield client
    assert client.whole(lambda sdk: sdk.models.retrieve("gpt-4o")).id == "gpt-4o"
    assert proxy.addon.stage.replies == {}
    assert watcher.attempts == []


def chat(**fields: Any) -> Ask:
    asked = {"model": "gpt-4o-mini", "messages": HI, **fields}
    return lambda client: client.chat.completions.create(**asked)


def raw(content: bytes, path: str = "/chat/completions") -> Ask:
    return lambda client: client.post(
        path, content=content, cast_to=object, options={"headers": {"content-type": "application/json"}}
    )


def send(body: object, path: str = "/chat/completions") -> Ask:
    return raw(json.dumps(body).encode(), path)


@pytest.mark.parametrize(
    ("ask", "param"),
    [
        (chat(messages=[]), "messages"),
        (chat(messages=[{"role": "wizard", "content": "Hi"}]), "messages[0].role"),
        (chat(messages=[{"role": "user", "content": 5}]), "messages[0].content"),
        (chat(messages="Hi"), "messages"),
        (send({"messages": HI}), None),
        (send({"model": "gpt-4o"}), "messages"),
        (chat(temperature=3), "temperature"),
        (chat(temperature="hot"), "temperature"),
        (chat(max_tokens=-1), "max_tokens"),
        (chat(n=0), "n"),
        (chat(top_logprobs=3), "top_logprobs"),
        (chat(stop=["a"] * 5), "stop"),
        (chat(stream_options={"include_usage": True}), "stream_options"),
        (chat(response_format={"type": "yaml"}), "response_format.type"),
        (chat(response_format={"type": "json_object"}), "messages"),
        (chat(extra_body={"temprature": 1}), "temprature"),
        (send({"model": "gpt-4o"}, "/embeddings"), "input"),
        (lambda sdk: sdk.embeddings.create(model="text-embedding-3-small", input=[]), "input"),
        (lambda sdk: sdk.completions.create(model="gpt-3.5-turbo-instruct", prompt=5), "prompt"),
    ],
)
def test_a_wrong_parameter_is_named(sdk: Sdk, ask: Ask, param: str | None) -> None:
    refused = sdk.refusal(ask)
    assert type(refused) is openai.BadRequestError
    assert (refused.type, refused.param) == ("invalid_request_error", param)
    assert refused.request_id


@pytest.mark.parametrize(
    "content", [b"{", b'{"model": "gpt-4o", ', b"[]", b"null", b"", b'"text"', b"\xff\xfe"]
)
def test_what_is_not_json(sdk: Sdk, content: bytes) -> None:
    assert type(sdk.refusal(raw(content))) is openai.BadRequestError


def test_invalid_utf_8(sdk: Sdk) -> None:
    body = json.dumps({"model": "gpt-4o", "messages": [{"role": "user", "content": "caf?"}]}).encode()
    assert type(sdk.refusal(raw(body.replace(b"?", b"\xe9")))) is openai.BadRequestError


@pytest.mark.parametrize(
    "ask",
    [
        lambda sdk: sdk.models.retrieve("never-used"),
        lambda sdk: sdk.get("/nowhere", cast_to=object),
        send({"model": "gpt-4o", "prompt": "Hi"}, "/completions"),
        chat(model="text-embedding-3-small"),
    ],
)
def test_what_is_not_there(sdk: Sdk, ask: Ask) -> None:
    assert type(sdk.refusal(ask)) is openai.NotFoundError


def test_a_wrong_method(sdk: Sdk) -> None:
    refused = sdk.refusal(lambda sdk: sdk.delete("/chat/completions", cast_to=object))
    assert (type(refused), refused.status_code) == (openai.APIStatusError, 405)
    assert refused.response.headers["allow"] == "GET, POST"


@pytest.mark.parametrize(
    "ask",
    [
        lambda sdk: sdk.get("/videos", cast_to=object),
        lambda sdk: sdk.post("/evals", cast_to=object),
    ],
)
def test_what_is_not_simulated_is_said_once(sdk: Sdk, ask: Ask) -> None:
    """Statuses over 500 are retried, unless the answer says otherwise."""
    refused = sdk.refusal(ask)
    assert (type(refused), refused.status_code) == (openai.InternalServerError, 501)
    assert refused.code == "not_implemented"
    assert refused.request.headers["x-stainless-retry-count"] == "0"


@pytest.mark.parametrize("size", [LIMIT + 1, 20 * LIMIT])
def test_a_body_over_the_limit(sdk: Sdk, size: int) -> None:
    refused = sdk.refusal(raw(b" " * size))
    assert (type(refused), refused.status_code) == (openai.APIStatusError, 413)


def test_a_large_body_within_the_limit(sdk: Sdk) -> None:
    words = "word " * (LIMIT // 5 - 100)
    asked = chat(messages=[{"role": "user", "content": words}], max_tokens=1)
    assert sdk.whole(asked).usage.prompt_tokens > LIMIT // 5 - 200


@pytest.mark.parametrize("ask", [chat(stream=True, messages=[])])
def test_a_refused_stream(sdk: Sdk, ask: Ask) -> None:
    assert type(sdk.refusal(ask)) is openai.BadRequestError
