"""Calls that should not be there, or not so."""

from __future__ import annotations

import pytest

from .answers import OFFERED, SPEAKING, TIME, WEATHER, Answer, Api
from .played import both, hit, reply, stream_steps
from .told import Told

CALLS = Answer(words=(), calls=(WEATHER, TIME))
ONE = Answer(words=(), calls=(WEATHER,))
CALLED = {"chat": "tool_calls", "message": "tool_use", "response": "completed"}
ENDED = {"chat": "stop", "message": "end_turn", "response": "completed"}
ARGUMENTS = "".join(WEATHER[2])


def names(made: Told) -> list[str]:
    return [name for _, name, _ in made.calls]


@pytest.mark.parametrize("api", SPEAKING)
def test_tools_are_called_by_other_names(api: Api) -> None:
    made = both({"type": "payload.tool_name"}, CALLS, api)
    assert names(made) == ["get_weather_v2", "get_time_v2"]
    assert [call[0] for call in made.calls] == ["call_1", "call_2"]
    assert names(both({"type": "payload.tool_name", "name": "rm"}, ONE, api)) == ["rm"]


@pytest.mark.parametrize("api", SPEAKING)
def test_a_call_is_made_where_tools_are_offered(api: Api) -> None:
    made = both({"type": "payload.tool_name"}, Answer(), api, OFFERED)
    [(id, name, arguments)] = made.calls
    assert (name, arguments) == ("get_weather_v2", '{"city": "example", "days": 1}')
    assert id
    assert id.startswith("toolu_" if api == "message" else "call_")
    assert (made.text, made.reason) == (Answer().text, CALLED[api])


@pytest.mark.parametrize("api", SPEAKING)
@pytest.mark.parametrize("fault", ["payload.tool_name", "payload.extra_call", "payload.tool_id"])
def test_without_calls_and_tools_nothing_happens(api: Api, fault: str) -> None:
    steps = list(stream_steps(Answer().streamed(api)))
    assert reply({"type": fault}, steps, hit(api)) == steps


@pytest.mark.parametrize("api", SPEAKING)
def test_a_call_is_repeated(api: Api) -> None:
    made = both({"type": "payload.extra_call", "times": 2}, CALLS, api)
    assert names(made) == ["get_weather", "get_time", "get_time", "get_time"]
    assert len({id for id, _, _ in made.calls}) == 4
    assert made.calls[-1][2] == made.calls[1][2]


@pytest.mark.parametrize("api", SPEAKING)
def test_another_tool_is_called_too(api: Api) -> None:
    made = both({"type": "payload.extra_call", "mode": "other"}, ONE, api, OFFERED)
    assert [call[1:] for call in made.calls] == [("get_weather", ARGUMENTS), ("get_time", '{"zone": "CET"}')]
    added = both({"type": "payload.extra_call", "mode": "other"}, Answer(), api, OFFERED)
    assert len(added.calls) == 1
    assert added.reason == CALLED[api]


@pytest.mark.parametrize("api", SPEAKING)
def test_ids_are_missing(api: Api) -> None:
    made = both({"type": "payload.tool_id"}, CALLS, api)
    assert [id for id, _, _ in made.calls] == [None, None]


@pytest.mark.parametrize("api", SPEAKING)
def test_ids_are_the_same(api: Api) -> None:
    fault = {"type": "payload.tool_id", "mode": "duplicate"}
    assert [id for id, _, _ in both(fault, CALLS, api).calls] == ["call_1", "call_1"]
    assert both(fault, ONE, api).calls == [("call_1", "get_weather", ARGUMENTS)] * 2


@pytest.mark.parametrize("api", SPEAKING)
@pytest.mark.parametrize("answer", [CALLS, Answer(calls=(WEATHER,)), Answer()])
def test_calls_are_told_and_not_there(api: Api, answer: Answer) -> None:
    made = both({"type": "payload.tool_finish"}, answer, api)
    assert (made.calls, made.reason) == ([], CALLED[api])
    assert (made.text or "") == answer.text


@pytest.mark.parametrize("api", SPEAKING)
def test_the_last_call_is_cut_and_said_to_be_whole(api: Api) -> None:
    fault = {"type": "payload.tool_finish", "mode": "cut", "fraction": 0.2}
    made = both(fault, Answer(calls=(WEATHER, TIME), length=True), api)
    assert made.reason == CALLED[api]
    assert made.calls[0][2] == ARGUMENTS
    assert "CET" not in made.calls[1][2]
    assert both(fault, Answer(), api).reason == ENDED[api]
    assert both(fault, Answer(length=True), api).reason == CALLED[api]
