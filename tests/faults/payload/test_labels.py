"""Labels that are wrong."""

from __future__ import annotations

import json

import pytest

from .answers import APIS, SPEAKING, WEATHER, Answer, Api
from .played import both, hit, reply, stream_steps, streamed, whole
from .told import values


@pytest.mark.parametrize("api", APIS)
def test_another_model_answers(api: Api) -> None:
    assert both({"type": "payload.model"}, Answer(), api).model == "gpt-3.5-turbo-0125"
    assert (
        both({"type": "payload.model"}, Answer(model="claude-opus"), api).model == "claude-3-haiku-20240307"
    )
    assert both({"type": "payload.model", "name": "tiny"}, Answer(), api).model == "tiny"


@pytest.mark.parametrize("api", APIS)
def test_nothing_else_changes(api: Api) -> None:
    content = Answer(calls=(WEATHER,)).whole(api)
    made = json.loads(whole({"type": "payload.model", "name": "tiny"}, Answer(calls=(WEATHER,)), api))
    assert made == {**json.loads(content), "model": "tiny"}


@pytest.mark.parametrize("api", APIS)
def test_every_event_tells_the_other_model(api: Api) -> None:
    assert b"gpt-4o" not in streamed({"type": "payload.model"}, Answer(), api)


@pytest.mark.parametrize("api", APIS)
def test_an_unknown_end(api: Api) -> None:
    assert both({"type": "payload.unknown"}, Answer(), api).reason == "thermal_limit"
    assert both({"type": "payload.unknown", "name": "x"}, Answer(), api).reason == "x"


@pytest.mark.parametrize("api", SPEAKING)
def test_a_null_role(api: Api) -> None:
    fault = {"type": "payload.unknown", "mode": "role"}
    assert both(fault, Answer(), api).text == Answer().text
    for content in (whole(fault, Answer(), api), streamed(fault, Answer(), api)):
        assert b"assistant" not in content
        assert b'"role":null' in content


def test_completions_have_no_role() -> None:
    steps = list(stream_steps(Answer().streamed("completion")))
    assert reply({"type": "payload.unknown", "mode": "role"}, steps, hit("completion")) == steps


@pytest.mark.parametrize("api", SPEAKING)
def test_an_unknown_part(api: Api) -> None:
    made = both({"type": "payload.unknown", "mode": "part"}, Answer(calls=(WEATHER,)), api)
    assert made.parts == [{"type": "hologram", "hologram": {"format": 1}}]
    assert (made.text, len(made.calls)) == (Answer().text, 1)


def test_in_a_stream_it_is_a_part_of_content() -> None:
    chunks = values(streamed({"type": "payload.unknown", "mode": "part"}, Answer(), "chat"))
    deltas = [choice["delta"].get("content") for chunk in chunks for choice in chunk["choices"]]
    assert [{"type": "hologram", "hologram": {"format": 1}}] in deltas
