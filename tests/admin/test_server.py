from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families

from fakeai_proxy.admin.server import METRICS
from fakeai_proxy.core.clock import ManualClock

from .asking import ask, refused, simulator, told, whole
from .traffic import exchange

SECONDS = ("uptime_seconds", "simulated_seconds", "window_seconds")


def test_everything_at_one_look() -> None:
    clock = ManualClock()
    with simulator(clock) as running:
        exchange(running, clock, prompt=100, cached=64, completion=11)
        exchange(running, clock, status=429, completion=1, prompt=0, error="rate_limit_exceeded")
        metrics = told(ask(running, "/metrics"))
    assert metrics.keys() == {"version", "at", *SECONDS, *METRICS}
    assert metrics["requests"] == {
        "total": 2,
        "ok": 1,
        "error": 1,
        "aborted": 0,
        "active": 0,
        "error_rate": 0.5,
        "by_source": {"synthesized": 2},
    }
    assert metrics["tokens"] == {"prompt": 100, "cached": 64, "completion": 12, "reasoning": 0, "total": 112}
    assert metrics["errors"] == {
        "total": 1,
        "by_status": {"429": 1},
        "by_type": {"rate_limit_exceeded": 1},
    }
    assert metrics["latency"]["ttft"]["p50"] == pytest.approx(0.5)
    assert metrics["latency"]["duration"]["max"] == pytest.approx(1.5)
    assert metrics["latency"]["itl"]["count"] == 10
    assert metrics["latency"]["tpot"]["mean"] == pytest.approx(0.1)
    assert metrics["latency"]["queue"] == dict.fromkeys(metrics["latency"]["queue"]) | {"count": 0}
    assert metrics["throughput"]["requests_per_second"] == pytest.approx(2 / 2.0)
    assert metrics["streaming"]["completed"] == 1
    assert metrics["streaming"]["tokens_per_second"]["p99"] == pytest.approx(10)
    assert metrics["endpoints"]["/chat/completions"]["requests"] == 2
    assert list(metrics["models"]) == ["gpt-4o"]


def test_before_the_first_request() -> None:
    with simulator() as running:
        metrics = told(ask(running, "/metrics"))
    assert (metrics["requests"]["total"], metrics["models"], metrics["endpoints"]) == (0, {}, {})
    assert metrics["throughput"]["requests_per_second"] == 0


def test_what_is_under_way_is_active() -> None:
    clock = ManualClock()
    with simulator(clock) as running:
        from fakeai_proxy.core.exchange import Request

        one = running.services.telemetry.begin(Request("POST", "/v1/chat/completions"), "synthesized")
        one.model, one.streamed = "gpt-4o", True
        metrics = told(ask(running, "/metrics?metrics=requests,streaming"))
        assert (metrics["requests"]["active"], metrics["streaming"]["active"]) == (1, 1)
        one.close()


def test_only_what_is_asked_for() -> None:
    with simulator() as running:
        metrics = told(ask(running, "/metrics?metrics=tokens"))
        assert set(METRICS) & set(metrics) == {"tokens"}
        assert refused(ask(running, "/metrics?metrics=token")).startswith(
            "metrics: 'token' is not one of requests, tokens,"
        )


def test_who_reads_text_gets_vllms() -> None:
    with simulator() as running:
        body, headers = whole(ask(running, "/metrics", headers=(("accept", "text/plain"),)))
    assert headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    names = {family.name for family in text_string_to_metric_families(body.decode())}
    assert names
    assert all(name.startswith("vllm:") for name in names)


def test_older_exchanges_leave_the_window_but_not_the_counts() -> None:
    clock = ManualClock()
    with simulator(clock) as running:
        exchange(running, clock)
        clock.advance(1000)
        metrics = told(ask(running, "/metrics"))
    assert metrics["requests"]["total"] == 1
    assert metrics["latency"]["ttft"]["count"] == 0
    assert metrics["latency"]["itl"]["count"] == 0
