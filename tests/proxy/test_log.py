from __future__ import annotations

import logging
import sys
from typing import Any

import pytest

from fakeai_proxy.proxy.log import LINE, Redacting
from tests.cassette.secrets import PLANTED


def formatted(message: str, *args: object, exc_info: Any = None) -> str:
    return Redacting(LINE).format(logging.LogRecord("x", logging.INFO, "f", 1, message, args, exc_info))


@pytest.mark.parametrize("key", PLANTED.values())
def test_a_key_in_a_message(key: str) -> None:
    said = formatted("Invalid header line: %r", b"authorization Bearer " + key.encode())
    assert key not in said
    assert said.startswith("INFO Invalid header line: b'authorization Bearer ")


def test_a_key_without_a_shape_in_a_query() -> None:
    assert "plain" not in formatted("Bad HTTP request line: %r", b"GET /v1/models?api-key=plain HTTP/9.9")


def test_a_key_in_a_traceback() -> None:
    try:
        raise ValueError("sk-proj-Qm9ndXNCb2d1c0JvZ3VzQm9ndXM")
    except ValueError:
        said = formatted("failed", exc_info=sys.exc_info())
    assert "ValueError: «secret:openai_key:1»" in said


@pytest.mark.parametrize("message", ["recorded POST /v1/x (sse, complete)", "a\ud800b \udcff café"])
def test_all_else_stays(message: str) -> None:
    assert formatted(message).isprintable()
    assert formatted(message)[:6] == f"INFO {message[0]}"
