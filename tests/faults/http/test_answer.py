from __future__ import annotations

import pytest
from pydantic import ValidationError

from fakeai_proxy.faults import fault_of
from fakeai_proxy.faults.http.answer import changed
from tests.faults.hits import answered, headers_of, hit_of


def test_headers_are_added_replaced_and_taken_away() -> None:
    headers = (("a", "1"), ("b", "2"), ("a", "3"), ("c", "4"))
    assert changed(headers, {}) == headers
    assert changed(headers, {"a": "5", "c": None, "d": "6"}) == (("b", "2"), ("a", "5"), ("d", "6"))


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"content-length": "1"}, "see the fault http.content_length"),
        ({"Transfer-Encoding": "chunked"}, "is set by the framing"),
        ({"x y": "1"}, "is not the name of a header"),
        ({"": "1"}, "is not the name of a header"),
        ({"x-y": "1\r\nx-z: 2"}, "has no line break"),
    ],
)
def test_headers_that_are_refused(headers: dict[str, str], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        fault_of({"type": "http.error", "headers": headers})


def test_names_of_headers_are_in_lower_case() -> None:
    assert headers_of(answered({"type": "http.error", "headers": {"X-Team": "Search"}}))["x-team"] == "Search"


def test_whose_errors() -> None:
    names = [
        headers_of(answered({"type": "http.error", "dialect": dialect}, hit_of(dialect="anthropic"))).keys()
        for dialect in ("auto", "openai", "nim")
    ]
    assert ["request-id" in one for one in names] == [True, False, False]
    assert ["x-request-id" in one for one in names] == [False, True, False]


def test_so_many_times() -> None:
    fault = {"type": "http.error", "times": 2}
    assert [answered(fault, hit_of(ordinal=ordinal)) is None for ordinal in range(4)] == [
        False,
        False,
        True,
        True,
    ]
