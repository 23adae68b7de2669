from fakeai_proxy.core.exchange import Upgrade
from fakeai_proxy.core.steps import Message

from .asking import ask, error, headers


def test_a_websocket_hears_what_it_said():
    answer = ask("/_fakeai/echo", headers=(("upgrade", "WebSocket"),))
    assert isinstance(answer, Upgrade)
    assert list(answer.session.open()) == []
    assert list(answer.session.feed(Message("hello"))) == [Message("hello")]
    assert list(answer.session.feed(Message(b"\0"))) == [Message(b"\0")]


def test_a_plain_request_is_told_to_upgrade():
    assert headers(ask("/_fakeai/echo"))["upgrade"] == "websocket"
    assert error(ask("/_fakeai/echo"), 426)["message"] == "This path is a WebSocket."


def test_head_is_no_websocket():
    assert headers(ask("/_fakeai/echo", method="HEAD", headers=(("upgrade", "websocket"),)))
