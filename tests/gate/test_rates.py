import math

import pytest

from fakeai_proxy.core.durations import go_duration
from tests.endpoints.asking import error, headers, told
from tests.endpoints.sdk import Client

from .gates import CHAT, asked, gated


def limits(answer):
    return {
        name.removeprefix("x-ratelimit-"): value
        for name, value in headers(answer).items()
        if "ratelimit" in name
    }


def test_every_answer_tells_what_is_left():
    to = gated(enabled=True, rpm=3, tpm=1_000)
    assert limits(asked(to)) == {
        "limit-requests": "3",
        "remaining-requests": "2",
        "reset-requests": "20s",
        "limit-tokens": "1000",
        "remaining-tokens": "990",
        "reset-tokens": "600ms",
    }
    to.clock.advance(10)
    assert limits(asked(to))["remaining-requests"] == "1"


def test_what_an_answer_did_cost_is_what_counts():
    to = gated(enabled=True, tpm=1_000_000)
    first = asked(to, max_tokens=500)
    assert limits(first)["remaining-tokens"] == "999500"
    usage = told(asked(to, max_tokens=500))["usage"]["total_tokens"]
    assert usage < 500
    spent = 1_000_000 - int(limits(asked(to, "sk-a", max_tokens=1))["remaining-tokens"])
    assert 0 < spent < 1_000


def test_streams_and_refused_requests_are_corrected_too():
    to = gated(enabled=True, tpm=1_000_000)
    list(asked(to, stream=True, max_tokens=500))
    error(asked(to, temperature=9, max_tokens=500))
    left = int(limits(asked(to, max_tokens=1))["remaining-tokens"])
    assert left > 1_000_000 - 600


@pytest.mark.parametrize(
    ("given", "kind", "says", "wait"),
    [
        (
            {"rpm": 1},
            "requests",
            "on requests per min (RPM): Limit 1, Used 1, Requested 1. Please try again in 1m0s",
            60,
        ),
        ({"rpd": 1}, "requests", "on requests per day (RPD): Limit 1, Used 1", 86_400),
        ({"tpm": 30}, "tokens", "on tokens per min (TPM): Limit 30, Used ", None),
    ],
)
def test_a_request_over_a_limit(given, kind, says, wait):
    to = gated(enabled=True, **given)
    used = told(asked(to))["usage"]["total_tokens"]
    answer = list(asked(to, max_tokens=10 if wait else 25))
    refused = error(iter(answer), 429)
    assert (refused["type"], refused["code"]) == (kind, "rate_limit_exceeded")
    assert says in refused["message"]
    seconds = wait or (used + 25 - 30) * 2
    told_headers = headers(iter(answer))
    assert int(told_headers["retry-after"]) == math.ceil(seconds)
    assert int(told_headers["retry-after-ms"]) == seconds * 1000
    assert go_duration(seconds) in refused["message"]
    to.clock.advance(seconds)
    told(asked(to, max_tokens=10))


def test_a_request_that_never_fits_is_told_so():
    to = gated(enabled=True, tpm=5)
    answer = list(asked(to))
    assert error(iter(answer), 429)["message"].startswith("Request too large for gpt-4o-mini")
    assert "retry-after" not in headers(iter(answer))


def test_keys_and_models_have_limits_of_their_own_and_keys_their_tier():
    to = gated("sk-a", "sk-b@gold", enabled=True, tiers={"gold": {"rpm": 2}}, tier="free")
    assert limits(asked(to, "sk-b")) == {
        "limit-requests": "2",
        "remaining-requests": "1",
        "reset-requests": "30s",
    }
    assert limits(asked(to))["remaining-requests"] == "2"
    assert limits(asked(to, model="gpt-4o"))["remaining-requests"] == "2"
    assert limits(asked(to))["remaining-requests"] == "1"


def test_a_tier_without_limits():
    assert limits(asked(gated(enabled=True, tier="none", tiers={"none": {}}))) == {}


def test_each_provider_tells_it_in_its_own_way():
    to = gated(enabled=True, rpm=1)
    azure = "mine.openai.azure.com"
    assert headers(asked(to, host=azure))["x-ratelimit-remaining-requests"] == "0"
    refused = told(asked(to, host=azure), 429)
    assert refused["error"]["code"] == "429"
    assert "call rate limit" in refused["error"]["message"]


def test_the_sdk_waits_as_long_as_it_is_told():
    client = Client(gated(enabled=True, rpm=1))
    client.one(lambda api: api.chat.completions.create(**CHAT))
    with pytest.raises(Exception, match="Rate limit reached") as caught:
        client.one(lambda api: api.chat.completions.create(**CHAT))
    assert type(caught.value).__name__ == "RateLimitError"
    assert caught.value.response.headers["retry-after-ms"] == "60000"


def test_lists_and_files_are_not_limited():
    client = Client(gated(enabled=True, rpm=1))
    for _ in range(3):
        client(lambda api: api.models.list())


def test_limits_may_be_of_a_window():
    to = gated(enabled=True, rpm=2, algorithm="window")
    assert [limits(asked(to))["remaining-requests"] for _ in range(2)] == ["1", "0"]
    to.clock.advance(31)
    refused = list(asked(to))
    assert error(iter(refused), 429)["code"] == "rate_limit_exceeded"
    assert headers(iter(refused))["retry-after"] == "29"
    to.clock.advance(29)
    assert limits(asked(to))["remaining-requests"] == "1"
