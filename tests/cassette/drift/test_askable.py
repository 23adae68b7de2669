from __future__ import annotations

from dataclasses import replace

import pytest

from fakeai_proxy.cassette.drift.askable import why_not
from fakeai_proxy.cassette.recording import Found, Recording
from tests.cassette.test_conversation import EMPTY


def to(method: str, path: str) -> Recording:
    return replace(EMPTY, asked=replace(EMPTY.asked, method=method, path=path))


CHAT = to("POST", "/v1/chat/completions")


@pytest.mark.parametrize(
    ("recording", "word"),
    [
        (CHAT, None),
        (to("POST", "/v1beta/models/gemini-pro:streamGenerateContent"), None),
        (to("GET", "/v1/models"), None),
        (to("GET", "/v1/files"), "--path"),
        (to("DELETE", "/v1/models/m"), "--path"),
        (to("POST", "/v1/batches"), "--path"),
        (replace(CHAT, state="disabled"), "not replayed"),
        (replace(CHAT, origin="mutated"), "recorded"),
        (replace(CHAT, answered=replace(CHAT.answered, kind="ws")), "WebSocket"),
        (replace(CHAT, found=(Found("request /messages/0/content", "«secret:jwt:1»", 1),)), "secrets"),
        (replace(CHAT, found=(Found("query", "«secret:jwt:1»", 1),)), "secrets"),
        (replace(CHAT, found=(Found("request header user-agent", "«secret:jwt:1»", 1),)), None),
        (replace(CHAT, found=(Found("reply", "«secret:jwt:1»", 1),)), None),
    ],
)
def test_what_may_be_asked_again(recording: Recording, word: str | None) -> None:
    reason = why_not(recording)
    assert reason is None if word is None else word in (reason or "")


def test_what_is_meant_may_be_asked_too() -> None:
    assert why_not(to("POST", "/v1/batches"), anything=True) is None
