"""Rate limits at a client that goes on asking."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Mapping
from typing import Any

import pytest

from .asks import ASKS, live, live_pieces
from .captured import Captured
from .clients import Http
from .conftest import Exchange
from .provider import Provider

RETRY = ("retry-after", "retry-after-ms", "x-rate-limit-reset-tokens")
SLOW = 86_400
"""Seconds of a minute in which hardly anything refills while a test runs."""
DATE = r"\w{3}, \d\d \w{3} 20\d\d \d\d:\d\d:\d\d GMT"


def retry(got: Captured) -> dict[str, str]:
    return {name: value for name, value in got.headers if name in RETRY}


# ── limits that are kept ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("source", ["synthesized", "replayed", "live"])
def test_requests_a_minute(exchange: Exchange, source: Any, http: Http) -> None:
    fault = {"type": "limit.rate", "rpm": 2, "rpd": 1000 + len(source) * 10 + int(http[0]), "minute": SLOW}
    got = [exchange(fault, source, http=http) for _ in range(3)]
    assert [one.status for one in got] == [200, 200, 429]
    assert [one.header("x-ratelimit-limit-requests") for one in got] == ["2"] * 3
    assert [one.header("x-ratelimit-remaining-requests") for one in got] == ["1", "0", "0"]
    assert re.fullmatch(r"(12h0m0|11h59m[\d.]+)s", got[0].header("x-ratelimit-reset-requests") or "")
    assert re.fullmatch("43200|431..", got[2].header("retry-after") or "")
    assert "Limit 2, Used 2, Requested 1. Please try again in " in got[2].json["error"]["message"]


@pytest.mark.parametrize(
    ("ask", "streamed", "cost"),
    [("usage", True, 20), ("chat", False, 20), ("response", True, 20), ("message", True, 23)],
)
def test_tokens_are_counted_by_what_the_answer_tells(
    exchange: Exchange, ask: str, streamed: bool, cost: int
) -> None:
    """Far fewer than the 900 that were asked for; a stream tells so at its end."""
    length = {"response": "max_output_tokens", "message": "max_tokens"}.get(ask, "max_completion_tokens")
    asked = ASKS[ask].but(**{length: 900})
    fault = {"type": "limit.rate", "tpm": 1000, "tpd": 100_000 + len(ask) * 10 + streamed, "minute": SLOW}
    got = [exchange(fault, "live", streamed, ask=asked) for _ in range(3)]
    assert [one.status for one in got] == [200, 200, 200]
    name = "anthropic-ratelimit-tokens-remaining" if ask == "message" else "x-ratelimit-remaining-tokens"
    left = [int(one.header(name) or -1) for one in got]
    assert left == [100, 100 - cost, 100 - 2 * cost]


def test_tokens_of_a_stream_that_tells_none(exchange: Exchange) -> None:
    fault = {"type": "limit.rate", "tpm": 1001}
    asked = ASKS["chat"].but(max_completion_tokens=900)
    assert [exchange(fault, "live", ask=asked).status for _ in range(2)] == [200, 429]


def test_a_compressed_answer_stays_as_it_is(exchange: Exchange) -> None:
    got = exchange({"type": "limit.rate", "tpm": 1002}, "live", play="gzip")
    assert got.header("content-encoding") == "gzip"
    assert got.header("x-ratelimit-limit-tokens") == "1002"


def test_every_key_has_limits_of_its_own(exchange: Exchange) -> None:
    fault = {"type": "limit.rate", "rpm": 1}
    keys = ("one", "two", "one")
    got = [exchange(fault, headers={"authorization": f"Bearer sk-{key}"}) for key in keys]
    assert [one.status for one in got] == [200, 200, 429]
    assert b"sk-one" not in got[2].raw


def test_so_many_at_once(exchange: Exchange, upstream: Provider) -> None:
    fault = {"type": "limit.concurrency", "active": 1}
    upstream.go.clear()
    first: list[Captured] = []
    running = threading.Thread(target=lambda: first.append(exchange(fault, "live", play="hold=1")))
    seen = len(upstream.seen)
    running.start()
    late = time.monotonic() + 10
    while len(upstream.seen) == seen and time.monotonic() < late:
        time.sleep(0.002)
    assert exchange(fault, "live").status == 429
    upstream.go.set()
    running.join()
    assert first[0].body == live(ASKS["chat"])
    assert exchange(fault, "live").status == 200


def test_who_comes_back_early_waits_anew(exchange: Exchange) -> None:
    fault = {"type": "limit.early_retry", "retry_after": 0.8, "form": "ms"}
    got = [exchange(fault) for _ in range(3)]
    time.sleep(0.8)
    got += [exchange(fault), exchange(fault)]
    assert [one.status for one in got] == [429, 429, 429, 200, 429]
    assert retry(got[0]) == {"retry-after-ms": "800"}


def test_a_jump_is_cut(exchange: Exchange) -> None:
    fault = {"type": "limit.acceleration", "free": 2, "window": 60}
    got = [exchange(fault) for _ in range(3)]
    assert [one.status for one in got] == [200, 200, 429]
    assert got[2].json["error"]["code"] == "slow_down"


# ── limits that are said to be exceeded ────────────────────────────────────────────────────────

TOLD: Mapping[str, tuple[str, Mapping[str, Any], Mapping[str, str]]] = {
    "as OpenAI does": ("chat", {}, {"retry-after": "20"}),
    "as Azure does": ("azure", {"retry_after": 86_400, "of": "tokens"}, {"retry-after": "86400"}),
    "as Anthropic does": ("message", {"of": "tokens"}, {"retry-after": "20"}),
    "as NVIDIA does": ("nvidia", {}, {}),
    "part of a second": ("chat", {"retry_after": 0.5, "form": "seconds"}, {"retry-after": "0.5"}),
    "milliseconds": ("chat", {"retry_after": 0.2, "form": "ms"}, {"retry-after-ms": "200"}),
    "two that disagree": (
        "chat",
        {"retry_after": 30, "retry_after_ms": 200, "form": "both"},
        {"retry-after": "30", "retry-after-ms": "200"},
    ),
    "date": ("chat", {"form": "date"}, {"retry-after": DATE}),
    "past": ("chat", {"retry_after": -3600, "form": "date"}, {"retry-after": DATE}),
    "negative": ("chat", {"retry_after": -5}, {"retry-after": "-5"}),
    "not a number": ("chat", {"retry_after": "nan"}, {"retry-after": "NaN"}),
    "tokens alone": ("azure", {"retry_after": 55, "form": "tokens"}, {"x-rate-limit-reset-tokens": "55"}),
    "nothing": ("chat", {"form": "none"}, {}),
}


@pytest.mark.parametrize("what", TOLD)
def test_when_to_come_back(exchange: Exchange, what: str) -> None:
    ask, given, told = TOLD[what]
    got = exchange({"type": "limit.exceeded", **given}, "live", ask=ask)
    assert (got.status, got.ended.how) == (429, "complete")
    assert retry(got).keys() == told.keys()
    assert all(re.fullmatch(told[name], value) for name, value in retry(got).items())


@pytest.mark.parametrize("type", ["limit.exceeded", "limit.quota", "limit.never_fits"])
def test_fail_twice_then_succeed(exchange: Exchange, type: str) -> None:
    assert [exchange({"type": type, "times": 2}).status for _ in range(3)] == [429, 429, 200]


@pytest.mark.parametrize(
    ("type", "code"), [("limit.quota", "insufficient_quota"), ("limit.never_fits", "rate_limit_exceeded")]
)
def test_what_no_waiting_cures(exchange: Exchange, type: str, code: str, http: Http) -> None:
    got = exchange(type, "live", http=http)
    assert (got.status, got.json["error"]["code"], retry(got)) == (429, code, {})


@pytest.mark.parametrize("mode", ["negative", "zero_reset", "past_reset", "exhausted", "nonsense"])
@pytest.mark.parametrize("source", ["synthesized", "live"])
def test_headers_that_lie(exchange: Exchange, mode: str, source: Any) -> None:
    got = exchange({"type": "limit.headers", "mode": mode}, source)
    left = {"negative": "-1", "nonsense": "unlimited"}.get(mode, "0")
    assert (got.status, got.header("x-ratelimit-remaining-tokens")) == (200, left)


def test_a_limit_in_the_middle_of_a_stream(exchange: Exchange, http: Http) -> None:
    fault = {"type": "stream.error", "error": "rate_limit_tpm"}
    got = exchange(fault, "live", http=http, when={"after_events": 3})
    assert got.status == 200
    assert got.events[:3] == live_pieces(ASKS["chat"])[:3]
    assert got.values[3]["error"]["code"] == "rate_limit_exceeded"
    assert len(got.events) == 4
