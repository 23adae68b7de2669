from __future__ import annotations

import math

import pytest
from pydantic import ValidationError

from fakeai_proxy.core.steps import Abort, Data, End, Head, Wait
from fakeai_proxy.faults import fault_of
from tests.faults.hits import ANSWER, EVENTS, JSON, passed, streamed, whole

SIZE = len(ANSWER)


def lying(length: int) -> Head:
    return Head(200, (JSON, ("content-length", str(length))))


def test_too_long_hangs() -> None:
    steps = passed({"type": "http.content_length", "delta": 7}, whole())
    assert steps == [lying(SIZE + 7), Data(ANSWER), Wait(math.inf), Abort()]


def test_too_long_and_closed() -> None:
    steps = passed({"type": "http.content_length", "then": "close"}, whole())
    assert steps == [lying(SIZE + 1), Data(ANSWER), Abort()]


def test_too_short() -> None:
    steps = passed({"type": "http.content_length", "delta": -7}, whole())
    assert steps == [lying(SIZE - 7), Data(ANSWER), End()]


def test_no_length_is_below_zero() -> None:
    assert passed({"type": "http.content_length", "delta": -1000}, whole())[0] == lying(0)


def test_a_stream_gets_a_length() -> None:
    steps = passed({"type": "http.content_length"}, streamed(b"data: 1\n\n", b"data: 2\n\n"))
    assert steps[:2] == [Head(200, (EVENTS, ("content-length", "19"))), Data(b"data: 1\n\ndata: 2\n\n")]


def test_the_truth_is_refused() -> None:
    with pytest.raises(ValidationError, match="0 would be the truth"):
        fault_of({"type": "http.content_length", "delta": 0})
