"""Answers that say nothing."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from fakeai_proxy.faults import fault_of

from .answers import APIS, SPEAKING, WEATHER, Answer, Api
from .played import both, streamed, whole
from .told import values

FULL = Answer(calls=(WEATHER,), thoughts=("I", " see"))
ENDED = {"chat": "stop", "completion": "stop", "message": "end_turn", "response": "completed"}
LISTS = {"chat": "choices", "completion": "choices", "message": "content", "response": "output"}


@pytest.mark.parametrize("api", APIS)
def test_the_list_of_a_whole_answer_is_empty(api: Api) -> None:
    assert json.loads(whole({"type": "payload.no_choices"}, FULL, api))[LISTS[api]] == []


@pytest.mark.parametrize("api", APIS)
def test_it_may_be_null_or_not_there(api: Api) -> None:
    assert json.loads(whole({"type": "payload.no_choices", "mode": "null"}, FULL, api))[LISTS[api]] is None
    assert LISTS[api] not in json.loads(whole({"type": "payload.no_choices", "mode": "missing"}, FULL, api))
    chunks = values(streamed({"type": "payload.no_choices", "mode": "missing"}, FULL, api))
    assert not any(LISTS[api] in (chunk.get("message") or chunk.get("response") or chunk) for chunk in chunks)


@pytest.mark.parametrize("api", APIS)
def test_a_stream_says_nothing(api: Api) -> None:
    made = both({"type": "payload.no_choices"}, FULL, api)
    assert (made.text, made.thoughts, made.calls) == (None, None, [])


def test_every_chunk_has_no_choices() -> None:
    chunks = values(streamed({"type": "payload.no_choices"}, FULL, "chat"))
    assert len(chunks) > 1
    assert all(chunk["choices"] == [] for chunk in chunks)


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("text", ["", " \n\n"])
def test_blank(api: Api, text: str) -> None:
    made = both({"type": "payload.blank", "text": text}, FULL, api)
    assert (made.text, made.calls, made.reason) == (text, [], ENDED[api])


def test_only_white_is_blank() -> None:
    with pytest.raises(ValidationError, match="whitespace or empty"):
        fault_of({"type": "payload.blank", "text": "x"})


@pytest.mark.parametrize("api", SPEAKING)
def test_reasoning_alone(api: Api) -> None:
    made = both({"type": "payload.reasoning_only", "thought": "Hm."}, Answer(calls=(WEATHER,)), api)
    assert (made.text, made.thoughts, made.calls, made.reason) == (None, "Hm.", [], ENDED[api])


def test_content_is_null_then() -> None:
    message = json.loads(whole({"type": "payload.reasoning_only"}, Answer(), "chat"))["choices"][0]["message"]
    assert message["content"] is None
    for chunk in values(streamed({"type": "payload.reasoning_only"}, Answer(), "chat")):
        assert not any(choice["delta"].get("content") is not None for choice in chunk["choices"])
