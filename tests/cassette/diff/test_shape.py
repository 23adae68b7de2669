from typing import Any

import pytest
from hypothesis import given, settings

from fakeai_proxy.cassette.diff.shape import name_of, parent, shape_of
from tests.cassette.tapes import values


def test_pointers_types_and_enumerations() -> None:
    found = shape_of([("", {"a/b": [1, 2.5], "role": "user", "x": {"type": "t", "y": None}})])
    assert found.types == {
        "": {"object"},
        "/a~1b": {"array"},
        "/a~1b/*": {"integer", "number"},
        "/role": {"string"},
        "/x": {"object"},
        "/x[t]": {"object"},
        "/x[t]/type": {"string"},
        "/x[t]/y": {"null"},
    }
    assert found.values["/role"] == {"user"}
    assert found.values["/x/type"] == {"t"}


def test_values_by_the_kind_of_their_event() -> None:
    found = shape_of([("start", {"a": 1}), ("delta", {"a": "x"}), ("delta", {})])
    assert found.types["start/a"] == {"integer"}
    assert found.types["delta/a"] == {"string"}
    assert found.always("start/a")
    assert not found.always("delta/a")


@pytest.mark.parametrize("name", ["metadata", "parameters", "input"])
def test_what_a_caller_names_is_no_schema(name: str) -> None:
    assert set(shape_of([("", {name: {"own": 1}})]).types) == {"", f"/{name}"}


def test_names_and_parents() -> None:
    assert name_of("/a/*[text]/type") == "type"
    assert name_of("/a/*[text]") == "*"
    assert parent("start/a") == "start"


@settings(max_examples=25)
@given(values)
def test_any_json_has_a_shape(value: Any) -> None:
    shape = shape_of([("", value)])
    assert all(shape.times[pointer] for pointer in shape.types)


def test_nesting_without_end() -> None:
    value: Any = 1
    for _ in range(500):
        value = [value]
    assert shape_of([("", value)]).types[""] == {"array"}
