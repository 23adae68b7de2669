from email.utils import formatdate

import pytest

from fakeai_proxy.chaos.verdict.attempt import Told
from fakeai_proxy.chaos.verdict.told import hopeless, redirect_of, told_by
from fakeai_proxy.core.steps import Head

WALL = 1_700_000_000.0


def told(status: int = 429, **headers: str) -> Told:
    pairs = tuple((name.replace("_", "-").title(), value) for name, value in headers.items())
    return told_by(Head(status, pairs), WALL, "api.openai.com")


@pytest.mark.parametrize(
    ("headers", "seconds", "by"),
    [
        ({"retry_after": "2"}, 2.0, "retry-after"),
        ({"retry_after": "0.25"}, 0.25, "retry-after"),
        ({"retry_after": "86400"}, 86400.0, "retry-after"),
        ({"retry_after": "0"}, 0.0, "retry-after"),
        ({"retry_after_ms": "200", "retry_after": "30"}, 0.2, "retry-after-ms"),
        ({"retry_after_ms": "soon", "retry_after": "30"}, 30.0, "retry-after"),
        ({"retry_after": formatdate(WALL + 3, usegmt=True)}, 3.0, "retry-after (date)"),
    ],
)
def test_what_a_correct_client_reads(headers: dict[str, str], seconds: float, by: str) -> None:
    found = told(**headers)
    assert (found.retry_after, found.by, found.precise) == (seconds, by, "date" not in by)


@pytest.mark.parametrize(
    "value", ["-5", "NaN", "inf", "", "soon", formatdate(WALL - 60, usegmt=True), "9" * 400]
)
def test_what_says_nothing(value: str) -> None:
    assert told(retry_after=value).retry_after is None


def test_a_success_tells_nothing_about_coming_back() -> None:
    assert told(200, retry_after="2").retry_after is None


def test_should_retry() -> None:
    assert told(x_should_retry="false").should_retry is False
    assert told(x_should_retry="TRUE").should_retry is True
    assert told(x_should_retry="maybe").should_retry is None


@pytest.mark.parametrize(
    ("location", "host"),
    [
        ("https://evil.example/v1/x", "evil.example"),
        ("//evil.example/x", "evil.example"),
        ("/v2/x", "api.openai.com"),
        ("http://[broken", "api.openai.com"),
    ],
)
def test_where_a_redirect_leads(location: str, host: str) -> None:
    assert redirect_of(location, "api.openai.com") == host
    assert told(307, location=location).redirect == host


def test_a_location_of_another_status_is_none() -> None:
    assert told(201, location="https://evil.example/").redirect == ""


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 413])
def test_some_statuses_come_again(status: int) -> None:
    assert hopeless(status, "", Told())
    assert not hopeless(status, "", Told(should_retry=True))


def test_a_429_may_be_one_that_waiting_does_not_cure() -> None:
    assert hopeless(429, "insufficient_quota", Told()) == "the quota is used up"
    assert hopeless(429, "request_too_large", Told())
    assert not hopeless(429, "rate_limit_exceeded", Told())
    assert not hopeless(500, "insufficient_quota", Told())
    assert not hopeless(409, "", Told())
