from __future__ import annotations

import math
from typing import Any

import pytest

from fakeai_proxy.faults import Dialect
from tests.faults.hits import answered, asking, headers_of, hit_of, told
from tests.playbook import head

NAMES = ("retry-after", "retry-after-ms", "x-rate-limit-reset-tokens")


def retry(steps: Any) -> dict[str, str]:
    headers = headers_of(steps)
    return {name: headers[name] for name in NAMES if name in headers}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, {"retry-after": "20"}),
        ({"retry_after": 3600}, {"retry-after": "3600"}),
        ({"retry_after": 0.5, "form": "seconds"}, {"retry-after": "0.5"}),
        ({"retry_after": -5}, {"retry-after": "-5"}),
        ({"retry_after": math.nan}, {"retry-after": "NaN"}),
        ({"retry_after": 0.2, "form": "ms"}, {"retry-after-ms": "200"}),
        (
            {"retry_after": 30, "retry_after_ms": 200, "form": "both"},
            {"retry-after": "30", "retry-after-ms": "200"},
        ),
        ({"retry_after": 30, "form": "date"}, {"retry-after": "Tue, 14 Nov 2023 22:13:50 GMT"}),
        ({"retry_after": -30, "form": "date"}, {"retry-after": "Tue, 14 Nov 2023 22:12:50 GMT"}),
        ({"retry_after": 55, "form": "tokens"}, {"x-rate-limit-reset-tokens": "55"}),
        ({"form": "none"}, {}),
    ],
)
def test_when_to_come_back(given: dict[str, object], told: dict[str, str]) -> None:
    steps = answered({"type": "limit.exceeded", **given})
    assert steps is not None
    assert head(steps).status == 429
    assert retry(steps) == told


@pytest.mark.parametrize(
    ("dialect", "of", "message"),
    [
        ("openai", "requests", "requests per min (RPM)"),
        ("openai", "tokens", "tokens per min (TPM)"),
        ("azure", "tokens", "Please retry after 86400 seconds."),
        ("anthropic", "tokens", "input tokens per minute"),
    ],
)
def test_in_the_words_of_the_provider(dialect: Dialect, of: str, message: str) -> None:
    steps = answered({"type": "limit.exceeded", "of": of, "retry_after": 86_400}, hit_of(dialect=dialect))
    assert message in told(steps)["error"]["message"]


def test_nvidia_says_nothing_of_when() -> None:
    assert retry(answered({"type": "limit.exceeded"}, hit_of(dialect="nvidia"))) == {}


@pytest.mark.parametrize("type", ["limit.exceeded", "limit.quota", "limit.never_fits"])
def test_fail_twice_then_succeed(type: str) -> None:
    fault = {"type": type, "times": 2}
    assert [answered(fault, hit_of(ordinal=ordinal)) is None for ordinal in range(3)] == [False, False, True]


@pytest.mark.parametrize("code", ["insufficient_quota", "credit_balance_exhausted"])
def test_a_quota(code: str) -> None:
    steps = answered({"type": "limit.quota", "code": code})
    assert steps is not None
    assert head(steps).status == 429
    assert retry(steps) == {}
    assert (told(steps)["error"]["type"], told(steps)["error"]["code"]) == ("insufficient_quota", code)


@pytest.mark.parametrize(("length", "requested"), [(1, 30_600), (50_000, 50_000)])
def test_what_never_fits(length: int, requested: int) -> None:
    steps = answered({"type": "limit.never_fits"}, hit_of(asking(max_tokens=length)))
    assert f"(TPM): Limit 30000, Requested {requested}." in told(steps)["error"]["message"]
    assert retry(steps) == {}
