import logging

import pytest
from mitmproxy.test import tflow

from fakeai_proxy.core.steps import Abort, Close, Head, Message, Sent
from fakeai_proxy.core.transform import Pipeline
from fakeai_proxy.proxy.listening import Listening
from fakeai_proxy.proxy.websocket import KEPT


class Ear:
    """Remembers what it is told."""

    def __init__(self):
        self.told, self.closed = [], 0

    def feed(self, step):
        self.told.append(step)
        return (step,)

    def close(self):
        self.closed += 1


def test_both_sides_are_told_in_their_order():
    flow, ear = tflow.twebsocketflow(), Ear()
    spoken, flow.websocket.messages = flow.websocket.messages, []
    listening = Listening(flow, Pipeline(ear))
    for message in spoken:
        flow.websocket.messages.append(message)
        listening.heard()
    spoken[0].drop()
    flow.websocket.messages.append(spoken[0])
    listening.heard()
    head, *told = ear.told
    assert isinstance(head, Head)
    assert head.status == 101
    assert told == [Sent(b"hello binary"), Sent("hello text"), Message("it's me")]
    flow.websocket.messages = [spoken[1]] * (KEPT + 9)
    listening.heard()
    assert len(flow.websocket.messages) == KEPT


@pytest.mark.parametrize(
    ("code", "by_client", "told"),
    [
        (1000, True, [Close(code=1000, reason="Close Reason", by_client=True)]),
        (1011, False, [Close(code=1011, reason="Close Reason")]),
        (1006, False, [Abort()]),
        (1006, True, []),
    ],
)
def test_how_it_ends(code, by_client, told):
    flow, ear = tflow.twebsocketflow(), Ear()
    flow.websocket.close_code, flow.websocket.closed_by_client = code, by_client
    flow.websocket.close_reason = "Close Reason"
    Listening(flow, Pipeline(ear)).end()
    assert (ear.told[1:], ear.closed) == (told, 1)


def test_a_listener_that_fails_does_not_disturb(caplog):
    class Deaf(Ear):
        def feed(self, step):
            raise ZeroDivisionError

    with caplog.at_level(logging.ERROR):
        Listening(tflow.twebsocketflow(), Pipeline(Deaf())).heard()
    assert "relayed all the same" in caplog.text
