"""Calls and their results."""

from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.conversation import refuse_loose_ends

USER = {"role": "user", "content": "hi"}


def calling(*ids: str) -> dict[str, Any]:
    function = {"name": "f", "arguments": "{}"}
    return {
        "role": "assistant",
        "tool_calls": [{"id": id, "type": "function", "function": function} for id in ids],
    }


def result(id: str) -> dict[str, Any]:
    return {"role": "tool", "tool_call_id": id, "content": "x"}


def test_every_call_has_its_result_in_any_order() -> None:
    refuse_loose_ends([USER, calling("a", "b"), result("b"), result("a"), USER])


@pytest.mark.parametrize(
    ("messages", "param", "says"),
    [
        ([USER, result("a")], "messages.[1].role", "must be a response"),
        ([USER, calling("a"), USER], "messages.[2].role", "did not have response messages: a"),
        ([USER, calling("a", "b"), result("a")], "messages.[3].role", "did not have response messages: b"),
        ([USER, calling("a"), result("a"), result("a")], "messages.[3].role", "must be a response"),
    ],
)
def test_loose_ends(messages: list[dict[str, Any]], param: str, says: str) -> None:
    with pytest.raises(ApiError, match=says) as refused:
        refuse_loose_ends(messages)
    assert refused.value.param == param
