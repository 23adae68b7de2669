"""Accounts that are wrong."""

from __future__ import annotations

from typing import Any

import pytest

from .answers import APIS, Answer, Api
from .played import both, hit, reply, stream_steps, streamed, whole
from .told import values

INPUT = {
    "chat": "prompt_tokens",
    "completion": "prompt_tokens",
    "message": "input_tokens",
    "response": "input_tokens",
}
OUTPUT = {
    "chat": "completion_tokens",
    "completion": "completion_tokens",
    "message": "output_tokens",
    "response": "output_tokens",
}
ANSWER = Answer()


def usage(fault: dict[str, Any], api: Api) -> Any:
    return both({"type": "payload.usage", **fault}, ANSWER, api).usage


@pytest.mark.parametrize("api", APIS)
def test_zero(api: Api) -> None:
    told = usage({"mode": "zero"}, api)
    assert told[INPUT[api]] == told[OUTPUT[api]] == 0


@pytest.mark.parametrize("api", APIS)
def test_inflated(api: Api) -> None:
    told = usage({"mode": "inflated", "factor": 2.5}, api)
    assert (told[INPUT[api]], told[OUTPUT[api]]) == (round(9 * 2.5), round(ANSWER.spent * 2.5))


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("mode", ["missing", "null"])
def test_no_account_at_all(api: Api, mode: str) -> None:
    assert usage({"mode": mode}, api) is None
    assert (b'"usage"' in whole({"type": "payload.usage", "mode": mode}, ANSWER, api)) == (mode == "null")


def test_the_chunk_of_the_usage_alone_goes_missing() -> None:
    before = values(b"".join(ANSWER.streamed("chat")))
    assert values(streamed({"type": "payload.usage"}, ANSWER, "chat")) == before[:-1]
    null = values(streamed({"type": "payload.usage", "mode": "null"}, ANSWER, "chat"))
    assert null == [*before[:-1], {**before[-1], "usage": None}]


def test_what_has_no_account_is_not_told_one() -> None:
    stream = [event for event in ANSWER.streamed("chat") if b"prompt_tokens" not in event]
    steps = list(stream_steps(stream))
    assert reply({"type": "payload.usage", "mode": "inflated"}, steps, hit()) == steps


@pytest.mark.parametrize("api", ["chat", "completion"])
@pytest.mark.parametrize(("mode", "cached"), [("exceeds", 1009), ("negative", -1)])
def test_the_cache_contradicts_the_prompt(api: Api, mode: str, cached: int) -> None:
    told = both({"type": "payload.cache_usage", "mode": mode}, ANSWER, api).usage
    assert told
    assert told["prompt_tokens_details"]["cached_tokens"] == cached
    assert told["prompt_tokens"] == 9


@pytest.mark.parametrize(("mode", "cached"), [("exceeds", 1009), ("negative", -1)])
def test_of_a_response(mode: str, cached: int) -> None:
    told = both({"type": "payload.cache_usage", "mode": mode}, ANSWER, "response").usage
    assert told
    assert told["input_tokens_details"] == {"cached_tokens": cached, "cache_write_tokens": 0}


@pytest.mark.parametrize(("mode", "cached"), [("exceeds", 1009), ("negative", -1)])
def test_of_a_message(mode: str, cached: int) -> None:
    told = both({"type": "payload.cache_usage", "mode": mode}, ANSWER, "message").usage
    assert told == {
        "input_tokens": 9,
        "output_tokens": ANSWER.spent,
        "cache_read_input_tokens": cached,
        "cache_creation_input_tokens": cached,
        "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
    }
