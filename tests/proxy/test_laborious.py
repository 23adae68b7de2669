import json

import pytest
from mitmproxy import http

from fakeai_proxy.proxy.laborious import is_laborious

CHAT = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}]}


def schema(**fields):
    text = {"type": "string", **fields}
    return {"type": "json_schema", "json_schema": {"name": "a", "schema": {"properties": {"a": text}}}}


def tool(**fields):
    return {"type": "function", "function": {"name": "f", "parameters": {"properties": {"a": fields}}}}


@pytest.mark.parametrize(
    ("fields", "slow"),
    [
        ({}, False),
        ({"user": "a" * 32_000}, False),
        ({"user": "a" * 33_000}, True),
        ({"response_format": schema()}, False),
        ({"response_format": schema(pattern="^(a+)+$")}, True),
        ({"response_format": schema(patternProperties={})}, True),
        ({"response_format": schema(enum=["a" * 5_000])}, True),
        ({"tools": [tool()]}, False),
        ({"tools": [tool(pattern="a")]}, True),
        (
            {"messages": [{"role": "user", "content": [{"type": "file", "file": {"file_id": "file-1"}}]}]},
            True,
        ),
        ({"modalities": ["text", "audio"]}, True),
        ({"tools": [{"type": "image_generation"}]}, True),
    ],
)
def test_by_what_a_body_looks_like(fields, slow):
    assert is_laborious(request(json.dumps(CHAT | fields).encode())) == slow


def test_by_its_path():
    asked = http.Request.make("POST", "https://api.openai.com/v1/images/generations?x=1")
    assert is_laborious(asked)


def test_what_is_packed_or_not_there():
    assert not is_laborious(request(b""))
    assert is_laborious(request(b"{}", {"content-encoding": "gzip"}))


def request(content, headers=None):
    return http.Request.make("POST", "https://api.openai.com/v1/chat/completions", content, headers or {})
