from __future__ import annotations

import pytest

from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.mutations.drop_call import chosen
from tests.faults.payload.answers import SPEAKING, Answer, Api
from tests.faults.payload.played import stream_steps

from .played import CALLING, both, passed

STOPS = {"chat": "stop", "message": "end_turn", "response": "completed"}


@pytest.mark.parametrize("api", SPEAKING)
def test_one_is_gone_and_the_others_are_numbered_anew(api: Api) -> None:
    made = both({"type": "drop_call", "which": "first"}, CALLING, api)
    assert [name for _, name, _ in made.calls] == ["get_time"]
    assert made.reason == both({"type": "status", "status": 200}, CALLING, api).reason


@pytest.mark.parametrize("api", SPEAKING)
def test_without_any_it_ends_as_others(api: Api) -> None:
    made = both({"type": "drop_call", "which": "all"}, CALLING, api)
    assert (made.calls, made.reason) == ([], STOPS[api])


def test_which() -> None:
    rng = rng_for(0, b"")
    assert [*chosen("last", 3, rng)] == [2]
    assert [*chosen("first", 0, rng)] == [*chosen("last", 0, rng)] == [*chosen("drawn", 0, rng)] == []
    assert {number for _ in range(30) for number in chosen("drawn", 3, rng)} == {0, 1, 2}


def test_an_answer_without_calls_passes() -> None:
    _, why = passed({"type": "drop_call"}, stream_steps(Answer().streamed("chat")))
    assert why == "the answer had no tool call"
