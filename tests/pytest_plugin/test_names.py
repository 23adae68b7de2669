from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.modes.scope import checked
from fakeai_proxy.pytest_plugin.names import LONGEST, cassette_name, cassette_path, readable, scope_name


class TestApp: ...


@pytest.mark.parametrize(
    ("cls", "test", "name"),
    [
        (None, "test_a", "test_a"),
        (TestApp, "test_a[b]", "TestApp.test_a[b]"),
        (None, "test_a[<>?%*:|\"'/\\]", "test_a[-----------]"),
    ],
)
def test_cassettes_are_named_as_pytest_recording_names_them(cls: type | None, test: str, name: str) -> None:
    assert cassette_name(cls, test) == name


def test_long_names_end_in_a_hash_of_themselves() -> None:
    one, other = (cassette_name(None, f"test_{'a' * 200}[{number}]") for number in range(2))
    assert len(one) == len(other) == LONGEST
    assert one != other


@pytest.mark.parametrize(
    ("name", "file"), [("a", "a.jsonl"), ("a.jsonl", "a.jsonl"), ("a.yaml", "a.jsonl"), ("a.b", "a.b.jsonl")]
)
def test_what_is_written_is_text(name: str, file: str) -> None:
    assert cassette_path("x", name) == Path("x", file)


def test_what_is_read_may_come_from_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "a.b.jsonl"
    assert readable(path) is None
    for there in (tmp_path / "a.b.yaml", path):
        there.touch()
        assert readable(path) == there


@settings(max_examples=25)
@given(st.text("aZ09_-.~/:[]%@ é☃", max_size=150))
def test_every_test_has_a_scope_that_the_proxy_takes(nodeid: str) -> None:
    assert checked(scope_name(nodeid)) == scope_name(nodeid)


def test_no_two_tests_have_the_same_scope() -> None:
    assert scope_name("a.py::test[x]") != scope_name("a.py::test-x-")
