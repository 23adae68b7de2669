from __future__ import annotations

from typing import Any

import jmespath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.mutations.places import addressing, look, places

VALUE = {
    "choices": [
        {"index": 0, "message": {"content": "a", "calls": [1, 2]}, "finish": "stop"},
        {"index": 1, "message": {"content": "b", "calls": []}, "finish": "length"},
    ],
    "nested": [[1, 2], [3], 4],
    "usage": {"in": {"n": 1}, "out": {"n": 2}},
}
EXPRESSIONS = (
    "choices",
    "choices[0].message.content",
    "choices[-1].index",
    "choices[].message.content",
    "choices[*].message.calls[0]",
    "choices[*].message.calls[]",
    "choices[1:].finish",
    "choices[::-1].index",
    "nested[]",
    "nested[][]",
    "usage.*.n",
    "choices[?finish=='stop'].message.content",
    "choices[?index > `0`].message.calls",
    "choices[?length(message.calls) == `2`].index",
    "@.usage.in.n",
)


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_it_finds_what_jmespath_finds(text: str) -> None:
    found, expected = [look(VALUE, place) for place in places(text, VALUE)], jmespath.search(text, VALUE)
    single = not any(sign in text for sign in ("[]", "*", "?", ":"))
    assert found == ([expected] if single else expected)


@settings(max_examples=50)
@given(
    st.recursive(
        st.integers(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner),
    )
)
def test_nothing_is_found_where_nothing_fits(value: Any) -> None:
    for text in ("a", "a[].b", "a[*].b", "*.a", "a[0]", "a[?b]"):
        expected = jmespath.search(text, value)
        found = [look(value, place) for place in places(text, value)]
        kept = [one for one in found if one is not None]
        assert kept == (
            [] if expected is None else expected if "[]" in text or "*" in text or "?" in text else [expected]
        )


@pytest.mark.parametrize("text", ["length(a)", "a | b", "[a, b]", "{x: a}", "`1`", "a || b"])
def test_what_makes_values_leads_nowhere(text: str) -> None:
    with pytest.raises(ValueError, match="makes values"):
        addressing(text)
