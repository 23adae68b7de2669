"""Values made wrong."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.faults.payload.wrong import falsified, leaves, mistyped, one_mistyped

LEAVES = (
    st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False, width=32) | st.text()
)
JSON = st.recursive(
    LEAVES | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)


@settings(max_examples=30)
@given(JSON)
def test_another_type(value: Any) -> None:
    assert type(mistyped(value)) is not type(value)


@settings(max_examples=30)
@given(JSON.filter(lambda value: isinstance(value, dict | list)), st.integers(0, 9))
def test_one_member_at_most_is_mistyped(value: Any, seed: int) -> None:
    made = one_mistyped(value, rng_for(seed, b""))
    if not value:
        assert type(made) is not type(value)
        return
    keys = value if isinstance(value, dict) else range(len(value))
    assert sum(made[key] is not value[key] for key in keys) == 1


@given(LEAVES, st.integers(0, 9))
def test_false_and_of_the_same_type(value: Any, seed: int) -> None:
    made = falsified(value, rng_for(seed, b""))
    assert type(made) is type(value)
    assert made != value


@pytest.mark.parametrize(
    ("value", "length"), [("2026-01-31", 10), ("A-17", 4), (1200, 4), (0, 1), (12.5, None)]
)
def test_near(value: Any, length: int | None) -> None:
    made = falsified(value, rng_for(3, b""))
    if isinstance(value, str):
        assert made[:-1] == value[:-1]
        assert len(made) == length
    else:
        assert abs(made - value) <= max(1, 0.41 * value)


def test_leaves_in_order() -> None:
    value = {"a": [1, {"b": "x"}], "c": None, "d": True}
    assert list(leaves(value)) == [(("a", 0), 1), (("a", 1, "b"), "x"), (("d",), True)]
