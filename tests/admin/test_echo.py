from __future__ import annotations

from fakeai_proxy.core.exchange import Upgrade
from fakeai_proxy.core.steps import Message

from .asking import ask, refused, simulator, whole

WEBSOCKET = (("upgrade", "WebSocket"),)


def test_a_websocket_hears_what_it_said() -> None:
    with simulator() as running:
        answer = ask(running, "/_fakeai/echo", headers=WEBSOCKET)
    assert isinstance(answer, Upgrade)
    assert list(answer.session.open()) == []
    assert list(answer.session.feed(Message("hello"))) == [Message("hello")]
    assert list(answer.session.feed(Message(b"\0"))) == [Message(b"\0")]


def test_a_plain_request_is_told_to_upgrade() -> None:
    with simulator() as running:
        assert whole(ask(running, "/_fakeai/echo"), 426)[1]["upgrade"] == "websocket"
        assert refused(ask(running, "/_fakeai/echo"), 426) == "This path is a WebSocket."


def test_head_is_no_websocket() -> None:
    with simulator() as running:
        assert whole(ask(running, "/_fakeai/echo", "HEAD", headers=WEBSOCKET), 426)[0] == b""
