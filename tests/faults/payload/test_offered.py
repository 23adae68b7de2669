"""Tools as requests offer them."""

from __future__ import annotations

import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.faults.payload.offered import arguments_for, offered_tools

from .answers import OFFERED, SPEAKING, Api, Asking


@pytest.mark.parametrize("api", SPEAKING)
def test_every_family_offers_them(api: Api) -> None:
    assert offered_tools(Request("POST", "/", body=Asking(OFFERED).body(api))) == OFFERED


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"{}", b'{"tools": null}', b'{"tools": [1, {}, {"type": "web_search"}]}'],
)
def test_most_requests_offer_none(body: bytes) -> None:
    assert offered_tools(Request("POST", "/", body=body)) == {}


def test_a_tool_may_take_nothing() -> None:
    assert offered_tools(Request("POST", "/", body=b'{"tools": [{"name": "f"}]}')) == {"f": {}}


def test_arguments_fit_the_schema() -> None:
    inner = {"type": "object", "properties": {"x": {"type": ["integer", "null"]}, "y": {}}}
    schema = {"properties": {"a": {"type": "string"}, "b": inner, "c": {"enum": ["k"]}, "d": True}}
    assert arguments_for(schema) == {"a": "example", "b": {"x": 1, "y": None}, "c": "k"}
    assert arguments_for({"properties": []}) == {}
