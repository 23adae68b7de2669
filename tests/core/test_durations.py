from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.durations import go_duration, http_date, rfc3339

MOMENTS = st.integers(0, 4_000_000_000)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0s"),
        (0.008, "8ms"),
        (0.12, "120ms"),
        (0.0001, "1ms"),
        (1, "1s"),
        (18.642, "18.642s"),
        (20, "20s"),
        (60, "1m0s"),
        (360, "6m0s"),
        (83.456, "1m23.456s"),
        (3600, "1h0m0s"),
        (86_400, "24h0m0s"),
        (-3600, "-1h0m0s"),
        (-0.5, "-500ms"),
    ],
)
def test_durations_as_go_prints_them(seconds: float, text: str) -> None:
    assert go_duration(seconds) == text


@given(MOMENTS)
def test_moments_are_read_back(wall: int) -> None:
    assert parsedate_to_datetime(http_date(wall)).timestamp() == wall
    assert datetime.fromisoformat(rfc3339(wall)).timestamp() == wall


def test_moments() -> None:
    assert http_date(1_700_000_000) == "Tue, 14 Nov 2023 22:13:20 GMT"
    assert rfc3339(1_700_000_000) == "2023-11-14T22:13:20Z"
