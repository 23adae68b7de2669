from __future__ import annotations

import math

import pytest

from fakeai_proxy.core.bucket import Limit, Standing
from fakeai_proxy.core.steps import Headers
from fakeai_proxy.faults.dialects import Provider
from fakeai_proxy.faults.limits.headers import RETRY, Form, limit_headers, retry_headers

WALL = 1_700_000_000.0
REQUESTS, TOKENS = Standing(Limit("requests", 500), 499, 0.12), Standing(Limit("tokens", 30_000), 29_996, 360)


@pytest.mark.parametrize(
    ("provider", "headers"),
    [
        (
            "openai",
            (
                ("x-ratelimit-limit-requests", "500"),
                ("x-ratelimit-remaining-requests", "499"),
                ("x-ratelimit-reset-requests", "120ms"),
                ("x-ratelimit-limit-tokens", "30000"),
                ("x-ratelimit-remaining-tokens", "29996"),
                ("x-ratelimit-reset-tokens", "6m0s"),
            ),
        ),
        ("azure", (("x-ratelimit-remaining-requests", "499"), ("x-ratelimit-remaining-tokens", "29996"))),
        (
            "anthropic",
            (
                ("anthropic-ratelimit-requests-limit", "500"),
                ("anthropic-ratelimit-requests-remaining", "499"),
                ("anthropic-ratelimit-requests-reset", "2023-11-14T22:13:21Z"),
                ("anthropic-ratelimit-tokens-limit", "30000"),
                ("anthropic-ratelimit-tokens-remaining", "29996"),
                ("anthropic-ratelimit-tokens-reset", "2023-11-14T22:19:20Z"),
                ("anthropic-ratelimit-input-tokens-limit", "30000"),
                ("anthropic-ratelimit-input-tokens-remaining", "29996"),
                ("anthropic-ratelimit-input-tokens-reset", "2023-11-14T22:19:20Z"),
            ),
        ),
        ("nvidia", ()),
        ("nim", ()),
    ],
)
def test_what_each_provider_tells(provider: Provider, headers: Headers) -> None:
    assert limit_headers(provider, [REQUESTS, TOKENS], WALL) == headers


@pytest.mark.parametrize(
    ("form", "seconds", "told"),
    [
        ("seconds", 30, {"retry-after": "30"}),
        ("seconds", 0.5, {"retry-after": "0.5"}),
        ("seconds", -5, {"retry-after": "-5"}),
        ("seconds", math.nan, {"retry-after": "NaN"}),
        ("seconds", math.inf, {"retry-after": "inf"}),
        ("seconds", 86_400, {"retry-after": "86400"}),
        ("ms", 0.25, {"retry-after-ms": "250"}),
        ("both", 2, {"retry-after": "2", "retry-after-ms": "2000"}),
        ("date", 30, {"retry-after": "Tue, 14 Nov 2023 22:13:50 GMT"}),
        ("date", -3600, {"retry-after": "Tue, 14 Nov 2023 21:13:20 GMT"}),
        ("date", math.nan, {"retry-after": "NaN"}),
        ("tokens", 55, {"x-rate-limit-reset-tokens": "55"}),
        ("none", 30, {}),
    ],
)
def test_when_to_come_back(form: Form, seconds: float, told: dict[str, str]) -> None:
    assert retry_headers(form, seconds, WALL) == {**dict.fromkeys(RETRY), **told}


def test_two_that_disagree() -> None:
    told = retry_headers("both", 30, WALL, milliseconds=200)
    assert (told["retry-after"], told["retry-after-ms"]) == ("30", "200")


def test_as_the_provider_has_them() -> None:
    assert retry_headers("provider", 30, WALL) == {}


def test_a_date_beyond_the_calendar_is_told_in_seconds() -> None:
    assert retry_headers("date", 1e15, WALL)["retry-after"] == "1e+15"
