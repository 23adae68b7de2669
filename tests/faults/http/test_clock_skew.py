from __future__ import annotations

import pytest

from fakeai_proxy.faults.http.clock_skew import moved
from tests.faults.hits import headers_of, passed, whole

DATE, LATER = "Tue, 14 Nov 2023 22:13:20 GMT", "Tue, 14 Nov 2023 22:18:20 GMT"


@pytest.mark.parametrize(
    ("value", "after"),
    [
        (DATE, LATER),
        ("2023-11-14T22:13:20Z", "2023-11-14T22:18:20Z"),
        ("2023-11-14T22:13:20+00:00", "2023-11-14T22:18:20Z"),
        ("30", "30"),
        ("6m0s", "6m0s"),
        ("application/json", "application/json"),
        ("private, max-age=0", "private, max-age=0"),
        ("TEXT", "TEXT"),
        ("2023-11-14T22:13:20", "2023-11-14T22:13:20"),
    ],
)
def test_moments_move_and_nothing_else(value: str, after: str) -> None:
    assert moved(value, 300) == after


def test_a_date_beyond_the_calendar_stays() -> None:
    assert moved("9999-12-31T23:59:59Z", 300) == "9999-12-31T23:59:59Z"


def test_all_moments_of_a_reply() -> None:
    reply = whole(b"{}", ("date", DATE), ("retry-after", DATE), ("x-ratelimit-reset-tokens", "6m0s"))
    headers = headers_of(passed({"type": "http.clock_skew"}, reply))
    assert (headers["date"], headers["retry-after"], headers["x-ratelimit-reset-tokens"]) == (
        LATER,
        LATER,
        "6m0s",
    )


def test_a_reply_without_a_date_gets_one() -> None:
    headers = headers_of(passed({"type": "http.clock_skew", "seconds": -86_400}, whole()))
    assert headers["date"] == "Mon, 13 Nov 2023 22:13:20 GMT"
