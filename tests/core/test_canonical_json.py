from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.canonical_json import canonical_json

texts = st.text(st.characters(), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=10,
)


def reversed_keys(value: Any) -> Any:
    """`value`, every object with its members in the other order."""
    if isinstance(value, dict):
        return {key: reversed_keys(value[key]) for key in reversed(value)}
    return [reversed_keys(item) for item in value] if isinstance(value, list) else value


@given(values)
def test_the_order_of_keys_does_not_matter(value: Any) -> None:
    assert canonical_json(reversed_keys(value)) == canonical_json(value)


@given(st.lists(st.integers(), min_size=2, unique=True))
def test_the_order_of_items_matters(items: list[int]) -> None:
    assert canonical_json(items) != canonical_json(items[::-1])


def test_canonical_json_has_no_spaces_and_no_escapes() -> None:
    assert canonical_json({"b": [1, 2.5, None], "a": "é 🙂"}) == '{"a":"é 🙂","b":[1,2.5,null]}'.encode()
    assert canonical_json("\ud800") == b'"\xed\xa0\x80"'
