from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.catalog.suggest import nearest_names

NAMES = ("gpt-4o", "gpt-4o-mini", "gpt-4", "meta/llama-3.1-70b-instruct", "meta/llama-3.1-8b-instruct", "o1")


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("gpt4o", "gpt-4o"),
        ("gpt-4o-mni", "gpt-4o-mini"),
        ("GPT-4O", "gpt-4o"),
        ("openai/gpt-4", "gpt-4"),
        ("llama-70b-3.1", "meta/llama-3.1-70b-instruct"),
        ("Meta-Llama-3.1-8B-Instruct", "meta/llama-3.1-8b-instruct"),
    ],
)
def test_the_nearest_comes_first(name: str, first: str) -> None:
    assert nearest_names(name, NAMES, 3)[0] == first


def test_as_many_as_asked_for_and_each_once() -> None:
    assert len(nearest_names("gpt-4", NAMES * 2, 2)) == 2
    assert sorted(nearest_names("gpt-4", NAMES * 2, 9)) == sorted(set(nearest_names("gpt-4", NAMES, 9)))


@pytest.mark.parametrize("name", ["", "xyzzy", "/", "----"])
def test_nothing_where_nothing_is_near(name: str) -> None:
    assert nearest_names(name, NAMES, 3) == []


@given(st.text(max_size=300))
def test_any_text_may_be_asked_for(name: str) -> None:
    assert set(nearest_names(name, NAMES, 3)) <= set(NAMES)
