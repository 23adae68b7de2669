from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.vector_stores.filters import DEEPEST, filter_of

BOOK = {"author": "Jane", "year": 1813, "out": True}


def one(kind: str, key: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "value": value}


@pytest.mark.parametrize(
    ("asked", "passes"),
    [
        (None, True),
        (one("eq", "author", "Jane"), True),
        (one("ne", "author", "Jane"), False),
        (one("ne", "editor", "Jane"), True),
        (one("eq", "editor", "Jane"), False),
        (one("gt", "year", 1812.5), True),
        (one("gte", "year", 1813), True),
        (one("lt", "year", 1813), False),
        (one("lte", "year", 1813), True),
        (one("lt", "author", 3), False),
        (one("in", "year", [1813, 1815]), True),
        (one("nin", "author", ["Jane", "Emily"]), False),
        (one("nin", "editor", ["Jane"]), True),
        (one("eq", "out", True), True),
        ({"type": "and", "filters": [one("eq", "out", True), one("gt", "year", 1900)]}, False),
        ({"type": "or", "filters": [one("eq", "out", False), one("lt", "year", 1900)]}, True),
    ],
)
def test_what_passes(asked: Any, passes: bool) -> None:
    assert filter_of(asked)(BOOK) is passes


def deep(levels: int) -> Any:
    return {"type": "and", "filters": [deep(levels - 1)]} if levels else one("eq", "a", 1)


@pytest.mark.parametrize(
    ("asked", "param"),
    [
        ({}, "filters.type"),
        ({"type": "like", "key": "a", "value": 1}, "filters.type"),
        ({"type": "eq", "value": 1}, "filters.key"),
        ({"type": "eq", "key": "a"}, "filters.value"),
        (one("eq", "a", [1]), "filters.value"),
        (one("in", "a", 1), "filters.value"),
        ({"type": "and", "filters": []}, "filters.filters"),
        ({"type": "or", "filters": [one("eq", "a", 1), 3]}, "filters.filters[1]"),
        (deep(DEEPEST + 1), "filters" + ".filters[0]" * DEEPEST + ".filters"),
    ],
)
def test_what_is_wrong(asked: Any, param: str) -> None:
    with pytest.raises(ApiError) as refused:
        filter_of(asked)
    assert (refused.value.status, refused.value.param) == (400, param)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["type", "key", "value", "filters"]), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from(["type", "key", "value", "filters"]), values))
def test_anything_is_a_filter_or_refused(asked: dict[str, Any]) -> None:
    with suppress(ApiError):
        assert filter_of(asked)(BOOK) in (True, False)
