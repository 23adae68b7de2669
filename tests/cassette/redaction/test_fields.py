from typing import Any

import pytest

from fakeai_proxy.cassette.redaction.fields import tokens, without


def named(secret: bytes, kind: str) -> bytes:
    return f"«secret:{kind}:{len(secret)}»".encode()


def taken(value: Any, *pointers: str) -> Any:
    return without(value, [tokens(pointer) for pointer in pointers], named)


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        ("/user", {"user": "«secret:field:3»", "m": [{"n": "bob"}, {"n": 7}], "a/b": None}),
        ("/m/*/n", {"user": "ann", "m": [{"n": "«secret:field:3»"}, {"n": 0}], "a/b": None}),
        ("/m/1", {"user": "ann", "m": [{"n": "bob"}, {"n": 0}], "a/b": None}),
        ("/m", {"user": "ann", "m": [{"n": "«secret:field:3»"}, {"n": 0}], "a/b": None}),
        ("/*/0/n", {"user": "ann", "m": [{"n": "«secret:field:3»"}, {"n": 7}], "a/b": None}),
    ],
)
def test_what_a_pointer_finds_is_taken_out(pointer, expected):
    assert taken({"user": "ann", "m": [{"n": "bob"}, {"n": 7}], "a/b": None}, pointer) == expected


@pytest.mark.parametrize("pointer", ["/x", "/user/x", "/m/9", "/m/x", "/a~1b", "/m/*/x"])
def test_where_it_finds_nothing_the_value_is_the_same(pointer):
    value = {"user": "ann", "m": [{"n": "bob"}], "a/b": None}
    assert taken(value, pointer) is value


def test_what_was_taken_out_before_stays():
    value = {"user": "«secret:field:1»"}
    assert taken(value, "/user") is value
