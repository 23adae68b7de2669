"""Which fields there are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from fakeai_proxy.synth.schema import Unsatisfiable, instance
from fakeai_proxy.synth.schema.objects import schema_of


def made(seed: int = 0, **schema: Any) -> dict[str, Any]:
    found: dict[str, Any] = instance({"type": "object", **schema}, np.random.default_rng(seed))
    return found


def test_what_is_required_is_there_though_nothing_else_is_said_of_it() -> None:
    assert {"a", "b"} <= made(required=["a", "b"]).keys()


def test_as_many_as_there_must_be() -> None:
    only = {"patternProperties": {"^x-": {"type": "integer"}}, "additionalProperties": False}
    assert all(len(made(seed, minProperties=3, **only)) >= 3 for seed in range(5))
    with pytest.raises(Unsatisfiable, match="required"):
        made(required=["a", "b"], maxProperties=1)


def test_one_field_brings_another() -> None:
    schema = {"properties": {"a": {"const": 1}, "b": {"const": 2}}, "dependentRequired": {"a": ["b"]}}
    assert all("b" in one or "a" not in one for one in (made(seed, **schema) for seed in range(9)))


def test_what_is_asked_of_a_field() -> None:
    schema = {"properties": {"x-a": {"type": "string"}}, "patternProperties": {"^x-": {"minLength": 2}}}
    assert schema_of("x-a", schema) == {"allOf": [{"type": "string"}, {"minLength": 2}]}
    assert schema_of("other", {**schema, "additionalProperties": {"type": "null"}}) == {"type": "null"}
    with pytest.raises(Unsatisfiable):
        schema_of("other", {"additionalProperties": False})
