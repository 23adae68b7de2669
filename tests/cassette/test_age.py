from __future__ import annotations

import pytest

from fakeai_proxy.cassette.age import seconds_of, told


@pytest.mark.parametrize(
    ("text", "seconds"), [("30d", 2_592_000), ("12h", 43_200), ("1.5m", 90), ("45 s", 45), ("45", 45), (7, 7)]
)
def test_spans_of_time(text: object, seconds: float) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["", "d", "-1d", "1y", "1d2h", "nan"])
def test_what_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="is not a span of time such as 30d"):
        seconds_of(text)


def test_the_largest_unit_is_told() -> None:
    assert [told(n) for n in (0.5, 45, 90, 5400, 172_800, 1_209_600)] == [
        "0.5s",
        "45s",
        "1.5m",
        "1.5h",
        "2d",
        "2w",
    ]
