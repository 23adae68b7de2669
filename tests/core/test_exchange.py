from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Forward, Request, Upgrade, passed
from fakeai_proxy.core.steps import End, Head, Step
from fakeai_proxy.core.transform import Pipeline

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(values)
def test_the_body_is_parsed_as_json(value: Any) -> None:
    assert Request("POST", "/v1/x", body=json.dumps(value).encode()).json == value


def test_the_body_is_parsed_once() -> None:
    request = Request("POST", "/v1/x", body=b'{"a": [1]}')
    assert request.json is request.json


@pytest.mark.parametrize("body", [b"", b"{", b"{'a': 1}", b'"\xff"', b"[1, 2", b"\x00", b"[" * 100_000])
def test_what_is_not_json_is_refused_in_the_words_of_the_api(body: bytes) -> None:
    with pytest.raises(ApiError, match="could not parse the JSON body") as raised:
        _ = Request("POST", "/v1/x", body=body).json
    assert (raised.value.status, raised.value.type) == (400, "invalid_request_error")
    assert raised.value.__cause__ is None


def test_a_header_is_the_first_of_its_name() -> None:
    request = Request("GET", "/", headers=(("a", "1"), ("b", "2"), ("a", "3")))
    assert (request.header("a"), request.header("b")) == ("1", "2")
    assert (request.header("c"), request.header("c", "none")) == ("", "none")


@pytest.mark.parametrize(
    "header",
    [
        ("authorization", "Bearer sk-1"),
        ("api-key", "sk-1"),
        ("x-api-key", "sk-1"),
        ("sec-websocket-protocol", "realtime, openai-insecure-api-key.sk-1"),
    ],
)
def test_the_key_is_found_wherever_it_is(header: tuple[str, str]) -> None:
    assert Request("GET", "/", headers=(header,)).key == "sk-1"
    assert Request("GET", "/", headers=(("sec-websocket-protocol", "realtime"),)).key == ""


def test_a_request_is_a_value() -> None:
    one, other = Request("POST", "/", body=b"{}"), Request("POST", "/", body=b"{}")
    assert one.json == {}
    assert one == other
    assert hash(one) == hash(other)


def test_where_a_request_goes_when_nothing_is_said() -> None:
    request = Request("GET", "/v1/models")
    assert (request.scheme, request.host, request.port) == ("https", "api.openai.com", 443)


def test_asking_upstream_is_untransformed_unless_said() -> None:
    assert Forward().upstream is None
    assert not Forward().pipeline
    assert Forward().pipeline is not Forward().pipeline


def test_an_upgrade_names_its_session() -> None:
    class Silent:
        def open(self) -> tuple[()]:
            return ()

        def feed(self, message: object) -> tuple[()]:
            return ()

    session = Silent()
    assert Upgrade(session).session is session
    assert Forward("http://127.0.0.1:1", pipeline := Pipeline()).pipeline is pipeline


class Teapot:
    """Another status, and it remembers to have been closed."""

    closed = False

    def feed(self, step: Step) -> tuple[Step]:
        return (Head(418) if isinstance(step, Head) else step,)

    def close(self) -> None:
        self.closed = True


def test_an_answer_of_any_kind_passes_transforms() -> None:
    first, last = Teapot(), Teapot()
    reply = passed(iter((Head(200), End())), first)
    assert list(reply) == [Head(418), End()]  # type: ignore[arg-type]  # it is a reply
    assert first.closed
    forward = passed(Forward(pipeline=Pipeline(first)), last)
    assert isinstance(forward, Forward)
    assert forward.pipeline.transforms == (first, last)
    assert not last.closed


def test_transforms_of_a_reply_that_nobody_pulls_are_closed() -> None:
    unpulled = Teapot()
    reply = passed(iter((Head(200), End())), unpulled)
    reply.close()  # type: ignore[union-attr]  # a generator
    assert unpulled.closed


@pytest.mark.parametrize(
    ("host", "path", "query", "provider"),
    [
        ("api.openai.com", "/v1/messages", "", "api.anthropic.com"),
        ("api.openai.com", "/v1/messages/batches", "", "api.anthropic.com"),
        ("unit.services.ai.azure.com", "/anthropic/v1/messages", "", "api.anthropic.com"),
        ("api.openai.com", "/v1/threads/x/messages", "", "api.openai.com"),
        ("api.openai.com", "/openai/deployments/d/embeddings", "", "fakeai.openai.azure.com"),
        ("api.openai.com", "/openai/files", "api-version=2024-10-21", "fakeai.openai.azure.com"),
        ("unit.openai.azure.com", "/openai/files", "api-version=x", "unit.openai.azure.com"),
        ("api.groq.com", "/openai/v1/models", "", "api.groq.com"),
    ],
)
def test_whose_api_is_asked(host: str, path: str, query: str, provider: str) -> None:
    assert Request("POST", path, host, query).provider == provider


def test_a_version_of_anthropic_tells_whose_models_are_asked_for() -> None:
    version = (("anthropic-version", "2023-06-01"),)
    assert Request("GET", "/v1/models", headers=version).provider == "api.anthropic.com"
    assert Request("GET", "/v1/models").provider == "api.openai.com"


@pytest.mark.parametrize(
    ("fields", "origin"),
    [
        ({}, "https://api.openai.com"),
        ({"scheme": "http", "port": 80}, "http://api.openai.com"),
        ({"host": "nim.test", "scheme": "http", "port": 8000}, "http://nim.test:8000"),
        ({"base": "http://localhost:8000"}, "http://localhost:8000"),
    ],
)
def test_an_url_begins_with_where_the_client_came_to(fields: dict[str, Any], origin: str) -> None:
    assert Request("GET", "/", **fields).origin == origin
