from __future__ import annotations

import pytest

from fakeai_proxy.core.clock import ManualClock

from .asking import ask, simulator, told
from .traffic import exchange, job


@pytest.mark.parametrize("path", ["/kv-cache/metrics", "/kv-cache-metrics"])
def test_hits_and_blocks(path: str) -> None:
    with simulator(kv_cache={"block_size": 16, "num_workers": 2}) as running:
        job(running, "gpt-4o", range(320))
        job(running, "gpt-4o", range(320))
        cache = told(ask(running, path))
    assert (cache["enabled"], cache["block_size"], cache["routing"]) == (True, 16, "kv")
    assert (cache["queried_tokens"], cache["hit_tokens"]) == (640, 304)
    assert cache["token_reuse_rate"] == pytest.approx(304 / 640)
    assert cache["hit_rate"] == 0.5
    assert cache["blocks_cached"] >= 20
    assert [one["worker"] for one in cache["workers"]] == [0, 1]
    assert sorted(one["requests"] for one in cache["workers"]) == [0, 2]


def test_prefixes_and_hits_by_endpoint_are_those_of_the_window() -> None:
    clock = ManualClock()
    with simulator(clock) as running:
        exchange(running, clock, prompt=100, cached=64)
        exchange(running, clock, prompt=100)
        exchange(running, clock, prompt=10, endpoint="/embeddings")
        cache = told(ask(running, "/metrics?metrics=kv_cache"))["kv_cache"]
        assert cache["mean_prefix_tokens"] == 64
        assert cache["hit_rate_by_endpoint"] == {"/chat/completions": 0.5, "/embeddings": 0.0}
        clock.advance(1000)
        assert told(ask(running, "/kv-cache/metrics"))["hit_rate_by_endpoint"] == {}


def test_where_nothing_is_cached() -> None:
    with simulator(kv_cache={"enabled": False}) as running:
        job(running, "gpt-4o", range(64))
        cache = told(ask(running, "/kv-cache/metrics"))
    assert (cache["enabled"], cache["hit_tokens"], cache["hit_rate"]) == (False, 0, 0)
