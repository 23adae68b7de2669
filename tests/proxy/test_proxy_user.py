from __future__ import annotations

from base64 import b64encode

import pytest
from mitmproxy.http import Headers

from fakeai_proxy.proxy.proxy_user import LONGEST, take_scope, take_user


def basic(credentials: bytes) -> str:
    return f"Basic {b64encode(credentials).decode()}"


@pytest.mark.parametrize(
    ("given", "user"),
    [
        (basic(b"test-17:x"), "test-17"),
        (basic(b"test-17"), "test-17"),
        (basic("größe:x".encode()), "größe"),
        (basic(b"test-17:x").replace("Basic", "bAsIc"), "test-17"),
        (basic(b":x"), ""),
        (basic(b"a\nb:x"), ""),
        (basic(b"\xff:x"), ""),
        (basic(b"a" * 1000 + b":x"), "a" * LONGEST),
        ("Basic ???", ""),
        ("Bearer sk-secret", ""),
        ("", ""),
    ],
)
def test_the_user_of_basic_credentials_is_taken_out(given: str, user: str) -> None:
    headers = Headers(proxy_authorization=given, host="x")
    assert take_user(headers) == user
    assert list(headers) == ["host"]


def test_without_the_header_there_is_no_user() -> None:
    headers = Headers(host="x")
    assert take_user(headers) == ""
    assert list(headers) == ["host"]


@pytest.mark.parametrize(
    ("given", "scope"), [("test-17", "test-17"), ("a\x00b", ""), ("x" * 999, "x" * LONGEST)]
)
def test_the_scope_that_a_header_names_is_taken_out(given: str, scope: str) -> None:
    headers = Headers(host="x", x_fakeai_scope=given)
    assert take_scope(headers) == scope
    assert list(headers) == ["host"]
    assert take_scope(headers) == ""
