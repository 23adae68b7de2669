from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from fakeai_proxy.core.steps import Data, End
from fakeai_proxy.faults.events import Framer, WireEvent
from tests.faults.replies import CHAT_EVENTS, TOKENS, after, fault


def inserted(when: dict[str, Any] | None = None, **given: Any) -> tuple[int, bytes]:
    """Where it is put, and what."""
    steps = after({"type": "stream.insert", **given}, None, when)[1:]
    pieces = [step.body for step in steps if isinstance(step, Data)]
    assert steps[-1] == End()
    at = next(
        (at for at, (one, other) in enumerate(zip(pieces, CHAT_EVENTS, strict=False)) if one != other), 7
    )
    assert (*pieces[:at], *pieces[at + 1 :]) == CHAT_EVENTS
    return at, pieces[at]


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("comment", b": keep-alive\n\n"),
        ("ping", b'event: ping\ndata: {"type": "ping"}\n\n'),
        ("empty", b"data:\n\n"),
    ],
)
def test_fixed_bytes_after_the_first_event(what: str, expected: bytes) -> None:
    assert inserted(what=what) == (1, expected)


def test_an_event_nobody_knows() -> None:
    at, raw = inserted(what="unknown")
    (event,) = Framer().feed(raw)
    assert isinstance(event, WireEvent)
    assert (at, event.name, event.value["type"]) == (1, "notice", "notice")


def test_a_chunk_without_choices_comes_first() -> None:
    at, raw = inserted({"at": "headers"}, what="empty_choices")
    assert at == 0
    assert raw.startswith(
        b'data: {"id":"","choices":[],"created":0,"model":"","object":"","prompt_filter_results"'
    )


def test_the_last_token_again_after_the_end() -> None:
    assert inserted({"at": "end"}, what="repeat") == (7, TOKENS[-1])


def test_a_very_long_line() -> None:
    _, raw = inserted(what="huge", kib=70)
    assert 70 * 1024 < len(max(raw.split(b"\n"))) < 71 * 1024


def test_your_own() -> None:
    assert inserted(what="custom", name="warning", data='{"a": 1}\nb') == (
        1,
        b'event: warning\ndata: {"a": 1}\ndata: b\n\n',
    )


@pytest.mark.parametrize(
    "given",
    [{"what": "custom"}, {"what": "ping", "data": "x"}, {"what": "custom", "data": "x", "name": "a\nb"}],
)
def test_what_makes_no_sense_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        fault({"type": "stream.insert", **given})
