"""Both of two schemas."""

from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.synth.schema.document import Unsatisfiable
from fakeai_proxy.synth.schema.merge import every, merge


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ({"minimum": 1}, {"minimum": 3, "maximum": 9}, {"minimum": 3, "maximum": 9}),
        ({"type": ["string", "null"]}, {"type": "string"}, {"type": ["string"]}),
        ({"type": "number"}, {"type": "integer"}, {"type": ["integer"]}),
        ({"enum": [1, 2, 3]}, {"enum": [3, 2]}, {"enum": [2, 3]}),
        ({"required": ["a"]}, {"required": ["b", "a"]}, {"required": ["a", "b"]}),
        ({"multipleOf": 4}, {"multipleOf": 6}, {"multipleOf": 12}),
        (
            {"properties": {"a": {"type": "string"}}},
            {"properties": {"a": {"minLength": 2}, "b": True}},
            {"properties": {"a": {"allOf": [{"type": "string"}, {"minLength": 2}]}, "b": {}}},
        ),
    ],
)
def test_both(one: dict[str, Any], other: dict[str, Any], both: dict[str, Any]) -> None:
    assert merge(one, other) == both


@pytest.mark.parametrize("key", ["type", "const"])
def test_neither(key: str) -> None:
    with pytest.raises(Unsatisfiable):
        merge({key: "string"}, {key: "array"})


def test_what_says_nothing_is_left_out() -> None:
    assert every(True, {"type": "null"}, {}) == {"type": "null"}
    assert every(True) == {}
