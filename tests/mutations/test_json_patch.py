"""The examples of RFC 6902, appendix A, and what is ours."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeai_proxy.mutations import mutation_of
from fakeai_proxy.mutations.json_patch import JsonPatch
from tests.faults.hits import hit_of
from tests.faults.payload.answers import Answer
from tests.faults.payload.played import stream_steps

from .played import passed, whole

ADDED = {"op": "add", "path": "/baz", "value": "qux"}
CASES = [
    ({"foo": "bar"}, [ADDED], {"foo": "bar", "baz": "qux"}),
    (
        {"foo": ["bar", "baz"]},
        [{"op": "add", "path": "/foo/1", "value": "qux"}],
        {"foo": ["bar", "qux", "baz"]},
    ),
    ({"baz": "qux", "foo": "bar"}, [{"op": "remove", "path": "/baz"}], {"foo": "bar"}),
    ({"foo": ["bar", "qux", "baz"]}, [{"op": "remove", "path": "/foo/1"}], {"foo": ["bar", "baz"]}),
    ({"baz": "qux"}, [{"op": "replace", "path": "/baz", "value": "boo"}], {"baz": "boo"}),
    (
        {"foo": {"bar": "baz", "waldo": "fred"}, "qux": {"corge": "grault"}},
        [{"op": "move", "from": "/foo/waldo", "path": "/qux/thud"}],
        {"foo": {"bar": "baz"}, "qux": {"corge": "grault", "thud": "fred"}},
    ),
    (
        {"foo": ["a", "b", "c"]},
        [{"op": "move", "from": "/foo/0", "path": "/foo/2"}],
        {"foo": ["b", "c", "a"]},
    ),
    ({"foo": {"a": 1}}, [{"op": "copy", "from": "/foo", "path": "/bar"}], {"foo": {"a": 1}, "bar": {"a": 1}}),
    ({"foo": ["bar"]}, [{"op": "add", "path": "/foo/-", "value": ["abc"]}], {"foo": ["bar", ["abc"]]}),
    (
        {"/": 9, "~1": 10},
        [{"op": "test", "path": "/~01", "value": 10}, ADDED],
        {"/": 9, "~1": 10, "baz": "qux"},
    ),
    ({"a": 1}, [{"op": "replace", "path": "", "value": [2]}], [2]),
]
UNFIT: list[Any] = [
    [{"op": "test", "path": "/foo", "value": "no"}],
    [{"op": "test", "path": "/one", "value": True}],
    [{"op": "add", "path": "/baz/bat", "value": 1}],
    [{"op": "replace", "path": "/nothing", "value": 1}],
    [{"op": "move", "from": "/deep", "path": "/deep/in"}],
    [{"op": "remove", "path": ""}],
]


def patched(value: Any, patch: Any) -> Any:
    mutation = mutation_of({"type": "json_patch", "patch": patch})
    assert isinstance(mutation, JsonPatch)
    return mutation.changed(value, hit_of())


@pytest.mark.parametrize(("before", "patch", "after"), CASES)
def test_it_is_patched(before: Any, patch: Any, after: Any) -> None:
    assert patched(before, patch) == after


@pytest.mark.parametrize("patch", UNFIT)
def test_all_steps_or_none(patch: Any) -> None:
    before = {"foo": "bar", "one": 1, "deep": {}}
    assert patched(before, [ADDED, *patch]) == {"foo": "bar", "one": 1, "deep": {}}


def test_a_body_with_its_length_and_each_event() -> None:
    given = {"type": "json_patch", "patch": [{"op": "replace", "path": "/model", "value": "m"}]}
    assert json.loads(whole(given, Answer(), "chat"))["model"] == "m"
    assert passed(given, stream_steps([b'data: {"model":"x","a":1}\n\n', b"data: [DONE]\n\n"]))[1] is None
    assert passed(given, stream_steps([b'data: {"a":1}\n\n']))[1] == "nothing in the reply that it means"
