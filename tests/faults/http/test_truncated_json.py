from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.steps import Data, End, Head
from tests.faults.hits import ANSWER, JSON, passed, streamed, whole
from tests.playbook import body


def test_half_of_it() -> None:
    half = ANSWER[: len(ANSWER) // 2]
    head = Head(200, (JSON, ("content-length", str(len(half)))))
    assert passed({"type": "http.truncated_json"}, whole()) == [head, Data(half), End()]


@given(st.floats(0, 1, exclude_max=True))
def test_any_part_of_an_object_is_not_json(fraction: float) -> None:
    steps = passed({"type": "http.truncated_json", "fraction": fraction}, whole())
    assert ANSWER.startswith(body(steps))
    with pytest.raises(ValueError):
        json.loads(body(steps))


def test_a_stream_is_left_as_it_is() -> None:
    reply = streamed(b"data: 1\n\n")
    assert passed({"type": "http.truncated_json"}, reply) == reply
