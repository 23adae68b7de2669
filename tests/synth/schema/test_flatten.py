"""One way through a schema."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from fakeai_proxy.synth.schema.document import Document, Unsatisfiable
from fakeai_proxy.synth.schema.flatten import DEEP, Branches


def flat(schema: Any, depth: int = 0, seed: int = 0) -> dict[str, Any]:
    return Branches(Document(schema), np.random.default_rng(seed)).flat(schema, depth)


def test_a_branch_that_contradicts_is_not_taken() -> None:
    schema = {"type": "string", "anyOf": [{"type": "integer"}, {"minLength": 3}]}
    assert {str(flat(schema, seed=seed)) for seed in range(9)} == {"{'type': 'string', 'minLength': 3}"}


def test_deep_down_the_shortest_way_is_taken() -> None:
    schema = {
        "anyOf": [{"type": "object", "properties": {"a": {"$ref": "#"}}, "required": ["a"]}, {"type": "null"}]
    }
    assert {flat(schema, DEEP, seed)["type"] for seed in range(9)} == {"null"}


def test_a_condition_goes_one_way_or_the_other() -> None:
    schema = {"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}}
    assert {tuple(flat(schema, seed=seed)["required"]) for seed in range(9)} == {("a", "b"), ("c",)}


def test_references_in_a_circle() -> None:
    with pytest.raises(Unsatisfiable, match="no end"):
        flat({"$ref": "#"})
