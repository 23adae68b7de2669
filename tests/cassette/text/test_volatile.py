from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.cassette.text.volatile import (
    MARK,
    Given,
    Taken,
    give,
    give_headers,
    take,
    take_headers,
    told,
)
from tests.cassette.tapes import fields, values


@given(st.lists(fields | values | st.just({"id": MARK}), max_size=4))
def test_what_is_taken_is_given_back(replies: list[object]) -> None:
    taken: Taken = {}
    marked = [take(deepcopy(reply), taken) for reply in replies]
    given = Given(told(taken))
    assert repr([give(reply, given) for reply in marked]) == repr(replies)


def test_what_is_volatile() -> None:
    taken: Taken = {}
    reply = {"id": "r1", "model": "m", "created": 5, "response": {"output": [{"id": "a"}, {"id": "b"}]}}
    assert take(reply, taken) == {
        "id": MARK,
        "model": "m",
        "created": MARK,
        "response": {"output": [{"id": MARK}, {"id": MARK}]},
    }
    assert told(taken) == {"/id": "r1", "/created": 5, "/response/output/*/id": ["a", "b"]}


def test_one_value_for_all_is_told_once_but_not_one_of_another_type() -> None:
    assert told({"/id": ["a", "a"], "/created": [1, 1.0]}) == {"/id": "a", "/created": [1, 1.0]}


def test_headers() -> None:
    taken: Taken = {}
    headers = (
        ("content-type", "a"),
        ("x-request-id", "1"),
        ("x-ratelimit-limit", "2"),
        ("x-request-id", "3"),
    )
    pairs = take_headers(headers, taken)
    assert pairs[:2] == [["content-type", "a"], ["x-request-id", MARK]]
    assert give_headers(pairs, Given(told(taken))) == headers


def test_more_marks_than_values() -> None:
    with pytest.raises(ValueError, match="more marks at /id"):
        give([give(one, Given({"/id": []})) for one in [{"id": MARK}]], Given({}))
