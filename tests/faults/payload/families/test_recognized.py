"""Families told by answers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeai_proxy.core.sse import Decoder
from fakeai_proxy.faults.payload.families import (
    chat,
    chat_stream,
    completions,
    embeddings,
    message,
    message_stream,
    response,
    response_stream,
)
from fakeai_proxy.faults.payload.families.recognized import streamed, whole
from tests.faults.payload.answers import APIS, Answer, Api

WHOLE = {
    "chat": chat.ChatCompletion,
    "completion": completions.Completion,
    "message": message.Message,
    "response": response.Response,
}
STREAMED = {
    "chat": chat_stream.ChatChunks,
    "completion": completions.CompletionChunks,
    "message": message_stream.MessageEvents,
    "response": response_stream.ResponseEvents,
}


@pytest.mark.parametrize("api", APIS)
def test_by_the_whole_and_by_the_first_event(api: Api) -> None:
    assert whole(json.loads(Answer().whole(api))) is WHOLE[api]
    [first] = Decoder().feed(Answer().streamed(api)[0])
    assert streamed(json.loads(first.data)) is STREAMED[api]


def test_embeddings_and_the_preamble_of_azure() -> None:
    assert whole({"object": "list", "data": [{"object": "embedding"}]}) is embeddings.Embeddings
    assert streamed({"object": "", "choices": [], "prompt_filter_results": []}) is chat_stream.ChatChunks


@pytest.mark.parametrize(
    "value",
    [
        None,
        3,
        [],
        {},
        {"error": {}},
        {"object": "list", "data": []},
        {"object": 3},
        {"type": "ping"},
        {"type": 3},
    ],
)
def test_what_is_none(value: Any) -> None:
    assert whole(value) is None
    assert streamed(value) is None
