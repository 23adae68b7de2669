"""What a conversation says."""

from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.endpoints.said import asked_of, called_since, reported, text_of

PARTS = [
    {"type": "text", "text": "one"},
    {"type": "image_url", "image_url": {"url": "x"}},
    {"type": "text", "text": "two"},
]
CALLS: list[dict[str, Any]] = [
    {"role": "user", "content": "old"},
    {"role": "assistant", "tool_calls": [{"id": "0", "type": "function", "function": {"name": "old"}}]},
    {"role": "user", "content": PARTS},
    {"role": "assistant", "tool_calls": [{"id": "a", "type": "custom", "custom": {"name": "run"}}]},
    {"role": "tool", "tool_call_id": "a", "content": '{"air_temp": 21, "sky": "clear", "more": [1]}'},
    {"role": "tool", "tool_call_id": "b", "content": "all is well."},
]


def test_the_text_of_parts() -> None:
    assert text_of({"content": PARTS}) == asked_of(CALLS) == "one\ntwo"
    assert text_of({"content": None}) == asked_of([]) == ""


def test_what_was_called_since() -> None:
    assert list(called_since(CALLS)) == ["run"]
    assert list(called_since([{"role": "assistant", "function_call": {"name": "older"}}])) == ["older"]


@pytest.mark.parametrize(
    ("messages", "words"),
    [
        (CALLS, "The air temp is 21, the sky is clear. All is well."),
        ([{"role": "tool", "content": "[1, 2]"}], "The result is [1, 2]."),
        ([{"role": "tool", "content": ""}], ""),
        (CALLS[:3], ""),
    ],
)
def test_results_in_words(messages: list[dict[str, Any]], words: str) -> None:
    assert reported(messages) == words
