from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.mutations import pointer


def test_names_are_unescaped_in_the_order_of_the_standard() -> None:
    assert pointer.parsed("/a~1b/m~0n/~01") == ("a/b", "m~n", "~1")
    assert pointer.parsed("") == ()
    with pytest.raises(ValueError, match="'a' is not a JSON pointer"):
        pointer.parsed("a")


@pytest.mark.parametrize("path", ["/a/2", "/a/01", "/a/x", "/b", "/a/-1", "/c/d"])
def test_where_nothing_stands(path: str) -> None:
    value = {"a": [1, 2], "c": 3}
    assert not pointer.holds(value, pointer.parsed(path))
    with pytest.raises(LookupError):
        pointer.take(value, pointer.parsed(path))


@settings(max_examples=50)
@given(st.dictionaries(st.text(max_size=3), st.integers(), min_size=1), st.data())
def test_what_is_put_is_there_and_goes_again(value: dict[str, Any], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(list(value)) | st.text(max_size=3))
    before = dict(value)
    assert pointer.at(pointer.put(value, (name,), [7]), (name, "0")) == 7
    assert pointer.take(value, (name,)) == [7]
    assert value == {key: item for key, item in before.items() if key != name}
