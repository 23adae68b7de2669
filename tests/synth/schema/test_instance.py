"""Whatever is asked for, what is made is valid."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from fakeai_proxy.synth.schema import Unsatisfiable, instance

from .random_schemas import SCHEMAS


def made(schema: Any, seed: int = 0, **options: Any) -> Any:
    return instance(schema, np.random.default_rng(seed), **options)


@settings(max_examples=80, suppress_health_check=list(HealthCheck), deadline=None)
@given(SCHEMAS, st.integers(0, 9))
def test_an_instance_is_valid_and_is_json(schema: dict[str, Any], seed: int) -> None:
    value = made(schema, seed)
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(value)
    json.dumps(value, allow_nan=False)


def test_the_same_chance_says_the_same() -> None:
    schema = {"type": "object", "properties": {"name": {"type": "string"}, "n": {"type": "number"}}}
    assert made(schema, 3) == made(schema, 3)


@pytest.mark.parametrize(
    "schema",
    [
        False,
        {"enum": [1], "type": "string"},
        {"allOf": [{"type": "string"}, {"type": "integer"}]},
        {"type": "integer", "minimum": 5, "maximum": 4},
        {"$ref": "#/$defs/none"},
        {"$ref": "#"},
        {"type": "string", "pattern": "("},
        {"type": "nonsense"},
        {"type": "array", "items": {"enum": [1, 2]}, "uniqueItems": True, "minItems": 3},
        {"type": "object", "properties": {"again": {"$ref": "#"}}, "required": ["again"]},
    ],
)
def test_what_nothing_is_valid_by(schema: Any) -> None:
    with pytest.raises(Unsatisfiable):
        made(schema)


def test_what_is_known_is_taken_where_it_is_valid() -> None:
    schema = {
        "type": "object",
        "properties": {"city": {"type": "string"}, "days": {"type": "integer", "maximum": 5}},
        "required": ["city", "days"],
    }

    def known(name: str, schema: Mapping[str, Any]) -> Iterable[Any]:
        return ("Paris", 9, 4) if name in ("city", "days") else ()

    assert made(schema, known=known) == {"city": "Paris", "days": 4}


def test_fields_keep_the_order_of_the_schema() -> None:
    names = ["zulu", "alpha", "mike"]
    schema = {"type": "object", "properties": {name: {} for name in names}, "required": names}
    assert [*made(schema)] == names


def test_a_tree_ends() -> None:
    tree = {
        "type": "object",
        "properties": {"kids": {"type": "array", "items": {"$ref": "#"}}},
        "required": ["kids"],
    }
    assert len(json.dumps(made(tree, 7))) < 5_000


def test_older_drafts() -> None:
    older = {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "definitions": {"n": {"type": "integer", "minimum": 3, "exclusiveMinimum": True, "maximum": 4}},
        "type": "array",
        "items": [{"$ref": "#/definitions/n"}],
        "additionalItems": False,
        "minItems": 1,
    }
    assert made(older) == [4]
