from __future__ import annotations

import pytest

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.settings import Settings, assignment, settings_of
from fakeai_proxy.settings.assignment import parse

KNOWN = settings_of(Settings)


def test_the_first_equals_sign_divides() -> None:
    assert assignment("a.b = c=d ") == ("a.b", "c=d")
    assert assignment("a=") == ("a", "")


@pytest.mark.parametrize("text", ["", "a", "=b", " =b"])
def test_what_is_no_assignment(text: str) -> None:
    with pytest.raises(SettingsError, match="KEY=VALUE"):
        assignment(text)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("seed", " 5 ", "5"),
        ("server.reverse_port", "", None),
        ("server.host", "", ""),
        ("hosts", "", []),
        ("hosts", "a", ["a"]),
        ("hosts", '["a,b"]', ["a,b"]),
        ("upstreams", "a=http://b?x=1, c=d", {"a": "http://b?x=1", "c": "d"}),
        ("upstreams", '{"a": "b"}', {"a": "b"}),
        ("routes", '[{"mode": "spy"}]', [{"mode": "spy"}]),
    ],
)
def test_text_becomes_what_pydantic_takes(key: str, text: str, value: object) -> None:
    assert parse(KNOWN[key], text) == value


def test_json_that_is_none() -> None:
    with pytest.raises(SettingsError, match=r"hosts: not valid JSON"):
        parse(KNOWN["hosts"], "[a]")
