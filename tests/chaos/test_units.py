from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fakeai_proxy.chaos.units import moment, seconds


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("250ms", 0.25),
        ("90s", 90),
        ("15m", 900),
        ("1h30m", 5400),
        ("1 h 30 m", 5400),
        ("2.5s", 2.5),
        (7, 7.0),
    ],
)
def test_a_time_is_text_or_a_number_of_seconds(given: object, meant: float) -> None:
    assert seconds(given) == meant


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("5 seconds", r"unknown unit 'seconds' \(did you mean 's'\?\); there are ms, s, m, h, d"),
        ("5 minuets", r"unknown unit 'minuets' \(did you mean 'minutes'\?\)"),
        ("soon", "'soon' is not a time; write 250ms"),
        ("5s!", "is not a time"),
        (-1, "is not a time from 0"),
        (float("nan"), "is not a time from 0"),
        (True, "a time is a number of seconds"),
        (None, "a time is a number of seconds"),
    ],
)
def test_what_is_no_time_is_refused(given: object, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        seconds(given)


def test_a_moment_is_an_offset_or_a_date() -> None:
    noon = datetime(2027, 1, 31, 12, tzinfo=UTC)
    assert moment("30s") == 30
    assert moment("2027-01-31T12:00:00Z") == noon == moment("2027-01-31T13:00:00+01:00")
    assert moment(datetime(2027, 1, 31, 12)) == noon
    with pytest.raises(ValueError, match="is not a date; write 2027-01-31T09:00:00Z"):
        moment("2027-13-31")
