"""Answers that faults leave well-formed, read by the SDKs' own types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
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
WHOLE: Mapping[Api, Any] = {"chat": ChatCompletion, "completion": Completion, "response": Response}
STREAMED: Mapping[Api, Any] = {"chat": ChatCompletionChunk, "response": ResponseStreamEvent}
IDS = ["-".join(map(str, fault.values())) for fault in WELL_FORMED]
ANSWERS = (
    Answer(),
    Answer(calls=(WEATHER, TIME), thoughts=("I", " see")),
    Answer(words=('{"a"', ": 1", "}")),
)


@cache
def reader(api: Api, streamed: bool) -> TypeAdapter[Any]:
    """The types of the SDK; that of Anthropic may not be installed."""
    if api == "message":
        types = pytest.importorskip("anthropic.types")
        return TypeAdapter(types.RawMessageStreamEvent if streamed else types.Message)
    return TypeAdapter(STREAMED[api] if streamed else WHOLE[api])


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("fault", WELL_FORMED, ids=IDS)
def test_whole(fault: dict[str, Any], api: Api) -> None:
    if (api, fault.get("mode")) == ("message", "cut"):
        pytest.skip("what is no object stands as a string where a message has one")
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
