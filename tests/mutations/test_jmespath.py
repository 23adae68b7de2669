from __future__ import annotations

import json
from typing import Any

import pytest

from fakeai_proxy.mutations import mutation_of
from fakeai_proxy.mutations.jmespath import Jmespath
from tests.faults.hits import hit_of
from tests.faults.payload.answers import Answer

from .played import whole


def changed(value: Any, **given: Any) -> Any:
    mutation = mutation_of({"type": "jmespath", **given})
    assert isinstance(mutation, Jmespath)
    return mutation.changed(value, hit_of())


@pytest.mark.parametrize(
    ("given", "after"),
    [
        ({"at": "a[].n", "set": 0}, {"a": [{"n": 0}, {"n": 0}], "f": 0.5, "t": True}),
        ({"at": "a[0].x", "set": {"y": 1}}, {"a": [{"n": 3, "x": {"y": 1}}, {"n": 5}], "f": 0.5, "t": True}),
        ({"at": "a[?n > `3`]", "remove": True}, {"a": [{"n": 3}], "f": 0.5, "t": True}),
        ({"at": "a[]", "remove": True}, {"a": [], "f": 0.5, "t": True}),
        ({"at": "nothing.there", "remove": True}, {"a": [{"n": 3}, {"n": 5}], "f": 0.5, "t": True}),
        ({"at": "*", "scale": 3}, {"a": [{"n": 3}, {"n": 5}], "f": 1.5, "t": True}),
        ({"at": "a[].n", "scale": 0.5}, {"a": [{"n": 2}, {"n": 2}], "f": 0.5, "t": True}),
        ({"at": "a[1]", "set": None}, {"a": [{"n": 3}, None], "f": 0.5, "t": True}),
        ({"at": "@", "set": 1}, 1),
    ],
)
def test_what_it_leads_to_is_changed(given: dict[str, Any], after: Any) -> None:
    assert changed({"a": [{"n": 3}, {"n": 5}], "f": 0.5, "t": True}, **given) == after


def test_of_an_answer() -> None:
    given = {"type": "jmespath", "at": "choices[?finish_reason=='stop'].message.content", "set": "Hello"}
    answer = json.loads(whole(given, Answer(), "chat"))
    assert answer["choices"][0]["message"]["content"] == "Hello"
