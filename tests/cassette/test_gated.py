from __future__ import annotations

import json
from typing import Any

import pytest

from fakeai_proxy.cassette.gated import Gated
from fakeai_proxy.cassette.interaction import Interaction, Said
from fakeai_proxy.cassette.settings import Strict
from fakeai_proxy.core.steps import Close, Headers, Message, Step, Wait


def said(*told: tuple[str, Any]) -> tuple[Said, ...]:
    """A message a millisecond; bytes are binary ones."""
    return tuple(
        Said(n * 1_000_000, who, isinstance(text, bytes), text if isinstance(text, bytes) else text.encode())  # type: ignore[arg-type]
        for n, (who, text) in enumerate(told, 1)
    )


def gated(
    *told: tuple[str, Any], speed: float = 0, strict: Strict = "close", trailers: Headers = ()
) -> tuple[Gated, list[str]]:
    missed: list[str] = []
    interaction = Interaction("ws", 101, (), 0, (), 9_000_000, said(*told), trailers)
    return Gated(interaction, speed, strict, None, missed.append), missed


def feed(session: Gated, content: str | bytes) -> list[Step]:
    return list(session.feed(Message(content)))


def test_what_was_said_after_a_message_waits_for_it() -> None:
    session, _ = gated(
        ("server", "hello"), ("client", "1"), ("client", "2"), ("server", "a"), ("server", b"b")
    )
    assert list(session.open()) == [Message("hello")]
    assert feed(session, "1") == []
    assert feed(session, "2") == [Message("a"), Message(b"b")]


def test_a_client_that_does_not_wait_for_the_greeting_hears_it_first_and_once() -> None:
    session, _ = gated(("server", "hello"), ("client", "1"), ("server", "a"), speed=0.5)
    greeting = iter(session.open())
    assert next(greeting) == Wait(0.002)
    assert feed(session, "1") == [Wait(0.002), Message("hello"), Wait(0.002), Message("a")]
    assert list(greeting) == []


def test_the_end_is_the_one_recorded_where_the_server_closed_it() -> None:
    how = (("close-code", "1011"), ("close-reason", "enough"), ("closed-by", "server"))
    session, _ = gated(("client", "1"), ("server", "a"), speed=1, trailers=how)
    assert list(session.open()) == []
    end = Close(code=1011, reason="enough")
    assert feed(session, "1") == [Wait(0.001), Message("a"), Wait(0.007), end]
    session, _ = gated(("client", "1"), trailers=(("close-code", "1000"), ("closed-by", "client")))
    assert feed(session, "1") == []


ASKED = {"type": "response.create", "response": {"modalities": ["text"]}, "event_id": "event_1"}


@pytest.mark.parametrize(
    ("message", "differs"),
    [
        (json.dumps(ASKED), None),
        (json.dumps({**dict(reversed(ASKED.items())), "event_id": "event_2"}, indent=1), None),
        (json.dumps({**ASKED, "response": {}}), "/response/modalities is absent"),
        ("{}", "/type is absent, was"),
        ("no JSON", 'was "response.create"'),
        (b"bytes", "5 other bytes"),
    ],
)
def test_messages_are_compared_as_the_matcher_does(message: str | bytes, differs: str | None) -> None:
    session, missed = gated(("client", json.dumps(ASKED)), ("server", "a"))
    steps = feed(session, message)
    if differs is None:
        assert (steps, missed) == ([Message("a")], [])
        return
    assert differs in missed[0]
    (close,) = steps
    assert isinstance(close, Close)
    assert (close.code, close.reason) == (1008, missed[0][:123])


def test_one_that_was_not_recorded() -> None:
    session, missed = gated(("client", b"1"), strict="event")
    assert feed(session, b"1") == []
    (step,) = feed(session, b"2")
    assert isinstance(step, Message)
    error = json.loads(step.content)["error"]
    assert error["message"] == "message 2 of the client was not recorded: the recording has 1" == missed[0]


def test_the_recorded_one_is_waited_for_or_any_will_do() -> None:
    session, _ = gated(("client", "1"), ("server", "a"), strict="event")
    (step,) = feed(session, "2")
    assert "cassette_miss" in str(step)
    assert feed(session, "1") == [Message("a")]
    session, missed = gated(("client", "1"), ("server", "a"), strict="ignore")
    assert feed(session, "2") == [Message("a")]
    assert missed == []
