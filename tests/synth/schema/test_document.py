"""References, and how deep a schema goes at least."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest

from fakeai_proxy.synth.schema.document import Document, Unsatisfiable

TREE: dict[str, Any] = {
    "$defs": {
        "leaf": {"$anchor": "leaf", "type": "integer"},
        "a/b": {"$id": "https://example.com/slash", "type": "string"},
        "pair": {"type": "object", "properties": {"one": {"$ref": "#leaf"}}, "required": ["one"]},
        "endless": {"type": "object", "properties": {"it": {"$ref": "#/$defs/endless"}}, "required": ["it"]},
        "maybe": {"anyOf": [{"$ref": "#/$defs/endless"}, {"$ref": "#/$defs/pair"}]},
    }
}


@pytest.mark.parametrize("reference", ["#/$defs/leaf", "#leaf"])
def test_where_references_lead(reference: str) -> None:
    assert Document(TREE).target(reference) is TREE["$defs"]["leaf"]


def test_by_name_and_with_a_slash_in_it() -> None:
    slashed = TREE["$defs"]["a/b"]
    assert Document(TREE).target("#/$defs/a~1b") is slashed
    assert Document(TREE).target("https://example.com/slash") is slashed


@pytest.mark.parametrize("reference", ["#/$defs/none", "#none"])
def test_or_do_not(reference: str) -> None:
    with pytest.raises(Unsatisfiable, match="nowhere"):
        Document(TREE).target(reference)


@pytest.mark.parametrize(("name", "levels"), [("leaf", 0), ("pair", 1), ("endless", inf), ("maybe", 1)])
def test_levels(name: str, levels: float) -> None:
    assert Document(TREE).height(TREE["$defs"][name]) == levels


def test_what_is_no_schema_is_refused_by_place() -> None:
    with pytest.raises(Unsatisfiable, match=r"\['properties'\]\['a'\]\['type'\]"):
        Document({"properties": {"a": {"type": 3}}})
