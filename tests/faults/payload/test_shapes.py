"""Answers that faults leave well-formed, read by the SDKs' own types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from anthropic.types import Message, RawMessageStreamEvent
from openai.types import Completion
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from openai.types.responses import Response, ResponseStreamEvent
from pydantic import TypeAdapter

from .answers import APIS, OFFERED, TIME, WEATHER, Answer, Api
from .played import streamed, whole
from .told import values

WELL_FORMED: tuple[dict[str, Any], ...] = (
    {"type": "payload.no_choices"},
    {"type": "payload.usage", "mode": "zero"},
    {"type": "payload.usage", "mode": "inflated"},
    {"type": "payload.cache_usage"},
    {"type": "payload.length", "tokens": 2},
    {"type": "payload.filtered"},
    {"type": "payload.refused"},
    {"type": "payload.blank"},
    {"type": "payload.reasoning_only"},
    *({"type": "payload.tool_arguments", "mode": mode} for mode in ("wrong_type", "missing")),
    {"type": "payload.tool_name"},
    {"type": "payload.tool_id", "mode": "duplicate"},
    *({"type": "payload.tool_finish", "mode": mode} for mode in ("no_calls", "cut")),
    *({"type": "payload.extra_call", "mode": mode} for mode in ("repeated", "other")),
    {"type": "payload.model"},
    *({"type": "payload.text", "mode": mode} for mode in ("garbled", "language", "repetition")),
    {"type": "payload.overlong"},
    {"type": "payload.json"},
    {"type": "payload.value"},
)
WHOLE: Mapping[Api, Any] = {
    "chat": ChatCompletion,
    "completion": Completion,
    "response": Response,
    "message": Message,
}
STREAMED: Mapping[Api, Any] = {
    "chat": ChatCompletionChunk,
    "response": ResponseStreamEvent,
    "message": RawMessageStreamEvent,
}
IDS = ["-".join(map(str, fault.values())) for fault in WELL_FORMED]
ANSWERS = (
    Answer(),
    Answer(calls=(WEATHER, TIME), thoughts=("I", " see")),
    Answer(words=('{"a"', ": 1", "}")),
)


@cache
def reader(api: Api, streamed: bool) -> TypeAdapter[Any]:
    """The types of the SDK."""
    return TypeAdapter(STREAMED[api] if streamed else WHOLE[api])


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("fault", WELL_FORMED, ids=IDS)
def test_whole(fault: dict[str, Any], api: Api) -> None:
    """What is no object stands as a string where a message has one: no message with a call that is cut."""
    if (api, fault.get("mode")) == ("message", "cut"):
        (call,) = json.loads(whole(fault, Answer(calls=(WEATHER,)), api, OFFERED))["content"][-1:]
        assert isinstance(call["input"], str)
        return
    for answer in ANSWERS:
        reader(api, False).validate_python(json.loads(whole(fault, answer, api, OFFERED)))


@pytest.mark.parametrize("api", [api for api in APIS if api != "completion"])
@pytest.mark.parametrize("fault", WELL_FORMED, ids=IDS)
def test_streamed(fault: dict[str, Any], api: Api) -> None:
    """Not of completions: there the SDK wants a reason in every chunk, which no provider gives."""
    for answer in ANSWERS:
        for value in values(streamed(fault, answer, api, OFFERED)):
            if value.get("type") != "ping":
                reader(api, True).validate_python(value)
