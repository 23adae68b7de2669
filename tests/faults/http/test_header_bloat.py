from __future__ import annotations

from typing import get_args

import pytest

from fakeai_proxy.faults.http.header_bloat import EDITS, Mode
from tests.faults.hits import passed, streamed, whole
from tests.playbook import head


def bloated(mode: str, size: int = 1000) -> list[tuple[str, str]]:
    return list(head(passed({"type": "http.header_bloat", "mode": mode, "size": size}, whole())).headers)


def test_every_mode_is_there() -> None:
    assert set(EDITS) == set(get_args(Mode))


@pytest.mark.parametrize("size", [1, 128, 129, 1000])
def test_many(size: int) -> None:
    added = [f"{name}: {value}\r\n" for name, value in bloated("many", size) if name.startswith("x-bloat")]
    assert {len(line) for line in added} == {128}
    assert len(added) == -(-size // 128)
    assert len(set(added)) == len(added)


def test_long() -> None:
    assert bloated("long")[-1] == ("x-bloat", "x" * 1000)


def test_duplicate() -> None:
    found = [value for name, value in bloated("duplicate") if name == "content-type"]
    assert found == ["application/json", "application/octet-stream"]


def test_odd_case() -> None:
    assert [name for name, _ in bloated("odd_case")] == ["cOnTeNt-tYpE", "content-length"]


def test_invalid() -> None:
    assert bloated("invalid_value")[-1][1].encode("utf-8", "surrogateescape") == b"\xff\xfe caf\xe9"
    assert bloated("invalid_name")[-1] == ("x bloat", "1")


@pytest.mark.parametrize("mode", get_args(Mode))
def test_the_body_is_left(mode: str) -> None:
    reply = streamed(b"data: 1\n\n", b"data: 2\n\n")
    assert passed({"type": "http.header_bloat", "mode": mode}, reply)[1:] == reply[1:]
