from __future__ import annotations

from typing import get_args

import h2.errors
import pytest

from fakeai_proxy.core.steps import Abort, Data, End, Head, Step
from fakeai_proxy.faults.connection.ending import CODES, Code
from tests.faults.hits import answered, passed, streamed

EVENTS = [b"data: 1\n\n", b"data: 2\n\n", b"data: 3\n\n", b"data: 4\n\n"]


def test_codes_are_those_of_http_2() -> None:
    assert {code.name: int(code) for code in h2.errors.ErrorCodes} == CODES
    assert set(get_args(Code)) == CODES.keys()


@pytest.mark.parametrize(
    ("given", "abort"),
    [
        ({"type": "silent_close"}, Abort("silent")),
        ({"type": "reset_stream"}, Abort("stream", 7)),
        ({"type": "reset_stream", "code": "ENHANCE_YOUR_CALM"}, Abort("stream", 11)),
    ],
)
def test_they_end_right_after_the_head_or_in_place_of_a_reply(given: dict[str, str], abort: Abort) -> None:
    fault = {**given, "type": f"connection.{given['type']}"}
    reply = streamed(*EVENTS)
    assert passed(fault, reply) == [reply[0], abort]
    assert answered(fault) is None
    assert answered({**fault, "before_reply": True}) == [abort]


@pytest.mark.parametrize(
    ("given", "abort"),
    [
        ({}, Abort("goaway", 0)),
        ({"code": "PROTOCOL_ERROR", "last_stream": 3}, Abort("goaway", 1, 3)),
    ],
)
def test_a_goaway_comes_within_the_reply(given: dict[str, object], abort: Abort) -> None:
    steps: list[Step] = passed({"type": "connection.goaway", **given}, streamed(*EVENTS))
    assert isinstance(steps[0], Head)
    assert b"".join(step.body for step in steps if isinstance(step, Data)) == b"".join(EVENTS[:3])
    assert steps[-1] == abort
    assert End() not in steps
