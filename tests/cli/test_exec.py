from __future__ import annotations

import pytest

from fakeai_proxy.cli.exec import summary


@pytest.mark.parametrize(
    ("seen", "line"),
    [
        ({}, "0 requests"),
        ({"live": 1}, "1 request: 1 live"),
        ({"synthesized": 2, "missed": 1}, "3 requests: 2 synthesized, 1 missed"),
    ],
)
def test_the_summary(seen: dict[str, int], line: str) -> None:
    assert summary(seen) == line
