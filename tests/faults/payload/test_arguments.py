"""Arguments that tools do not take."""

from __future__ import annotations

import json

import pytest

from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.faults import ReplyFault, fault_of
from fakeai_proxy.faults.payload.arguments import invalid, truncated, without_one

from .answers import OFFERED, SPEAKING, TIME, WEATHER, Answer, Api
from .played import both, hit, parsed, reply, stream_steps, streamed
from .told import told_by_stream

CALLS = Answer(calls=(WEATHER, TIME))
ARGUMENTS = "".join(WEATHER[2])


def spoilt(api: Api, **fault: object) -> list[str]:
    """The arguments of the calls; of a whole message what is no JSON is a string."""
    made = both({"type": "payload.tool_arguments", **fault}, CALLS, api, OFFERED)
    assert [call[:2] for call in made.calls] == [WEATHER[:2], TIME[:2]]
    assert made.text == CALLS.text
    assert made.reason == {"chat": "tool_calls", "message": "tool_use", "response": "completed"}[api]
    return [call[2] for call in told_by_stream(api, streamed_again(api, **fault)).calls]


def streamed_again(api: Api, **fault: object) -> bytes:
    return streamed({"type": "payload.tool_arguments", **fault}, CALLS, api, OFFERED)


@pytest.mark.parametrize("api", SPEAKING)
@pytest.mark.parametrize("fraction", [0.0, 0.5, 0.9])
def test_they_break_off(api: Api, fraction: float) -> None:
    first = spoilt(api, mode="truncated", fraction=fraction)[0]
    assert first.replace("\\", "").strip('"') in (truncated(ARGUMENTS, fraction).strip('"'), "{}")


@pytest.mark.parametrize("api", SPEAKING)
def test_they_are_no_json(api: Api) -> None:
    first = spoilt(api, mode="invalid")[0]
    assert "'city': 'Berlin'" in first


@pytest.mark.parametrize("api", SPEAKING)
def test_one_has_another_type(api: Api) -> None:
    first = json.loads(spoilt(api, mode="wrong_type")[0])
    assert first in ({"city": ["Berlin"], "days": 3}, {"city": "Berlin", "days": "3"})


@pytest.mark.parametrize("api", SPEAKING)
def test_a_required_one_is_missing(api: Api) -> None:
    assert [json.loads(one) for one in spoilt(api, mode="missing")] == [{"days": 3}, {}]


@pytest.mark.parametrize("api", SPEAKING)
def test_they_are_a_string_that_holds_them(api: Api) -> None:
    assert json.loads(json.loads(spoilt(api, mode="double_encoded")[0])) == {"city": "Berlin", "days": 3}


@pytest.mark.parametrize("api", SPEAKING)
def test_an_answer_without_calls_is_left_alone_and_told(api: Api) -> None:
    fault = fault_of({"type": "payload.tool_arguments"})
    assert isinstance(fault, ReplyFault)
    transform = fault.start(hit(api))
    steps = list(stream_steps(Answer().streamed(api)))
    assert [after for step in steps for after in transform.feed(step)] == steps
    assert getattr(transform, "skipped", None) == "the answer had no tool call"


def test_text_before_the_calls_keeps_its_events() -> None:
    steps = list(stream_steps(CALLS.streamed("chat")))
    made = reply({"type": "payload.tool_arguments"}, steps, hit())
    assert made[: len(CALLS.words) + 2] == steps[: len(CALLS.words) + 2]


def test_what_cannot_be_spoilt_stays() -> None:
    rng = rng_for(0, b"")
    assert without_one({}, {}, rng) == {}
    assert without_one({"a": 1, "b": 2}, {"required": ["b", "c"]}, rng) == {"a": 1}
    assert invalid("[]") == "["
    assert parsed(truncated("{}", 0.9)) == "{"
