"""What clients see of the caches, whichever way the times of their answers come about."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from fakeai_proxy.catalog import Model
from fakeai_proxy.catalog.architecture import Architecture, Deployment
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.engine import Cluster, EngineParts, Job, LatencySettings, Run
from fakeai_proxy.engine.kv_settings import KVCacheSettings
from fakeai_proxy.engine.simulation import simulate
from fakeai_proxy.engine.workload import ClosedLoop, OpenLoop, Shape

SHAPE = Architecture(layers=32, hidden=4096, heads=32, kv_heads=8, head_dim=128, dense=8e9)
LLAMA = Model("llama", "meta", 0, architecture=SHAPE, deployment=Deployment("H100-80GB", 1, "bf16"))
OTHER = Model("other", "meta", 0, architecture=SHAPE, deployment=Deployment("H100-80GB", 1, "bf16"))
GPT = Model("gpt-4o", "system", 0, capabilities=("prompt_caching",))

WAYS: tuple[dict[str, float], ...] = ({}, {"ttft_ms": 20}, {"time_scale": 0}, {"ttft_ms": 0, "itl_ms": 0})


class House:
    """A cluster and the clock that moves while its answers are awaited."""

    def __init__(self, way: dict[str, Any], **kv_cache: Any) -> None:
        parts = EngineParts(generation=LatencySettings(**way), kv_cache=KVCacheSettings(**kv_cache))
        self.clock = ManualClock()
        self.cluster = Cluster(parts, self.clock, seed=0)
        self.rng = np.random.default_rng(0)

    def ask(self, prompt: range, model: Model = LLAMA, tokens: int = 5, **job: Any) -> Run:
        """To the end of the answer."""
        run = self.cluster.submit(Job(model, prompt, len(prompt), tokens, **job), self.rng)
        for wait in run.finish():
            self.clock.advance(wait.seconds)
        run.close()
        return run


@pytest.fixture(params=WAYS, ids=str)
def way(request: pytest.FixtureRequest) -> dict[str, float]:
    chosen: dict[str, float] = request.param
    return chosen


def test_a_repeat_is_found_by_the_same_worker(way: dict[str, float]) -> None:
    house = House(way)
    first, second = house.ask(range(1600)), house.ask(range(1600))
    assert (first.cached_tokens, second.cached_tokens) == (0, 1584)
    assert first.worker == second.worker


def test_what_was_written_is_found_by_the_next_turn(way: dict[str, float]) -> None:
    for prompt, written in ((100, 60), (112, 48), (95, 66), (160, 1), (3, 8)):
        house = House(way)
        house.ask(range(prompt), tokens=written, output=range(prompt, prompt + written))
        again = house.ask(range(prompt + written + 20))
        assert again.cached_tokens == (prompt + written - 1) // 16 * 16
    assert house.ask(range(1, 50), tokens=5, output=(1, 2)).cached_tokens == 0


def test_of_an_answer_that_is_broken_off_what_came_is_found() -> None:
    house = House({})
    run = house.cluster.submit(Job(LLAMA, range(100), 100, 400, output=range(100, 500)), house.rng)
    for _ in range(101):
        for wait in run.token():
            house.clock.advance(wait.seconds)
    run.close()
    assert 192 <= house.ask(range(500)).cached_tokens <= 208


def test_another_model_salt_or_beginning_finds_nothing(way: dict[str, float]) -> None:
    house = House(way)
    house.ask(range(160))
    assert house.ask(range(160), OTHER).cached_tokens == 0
    assert house.ask(range(160), salt="tenant").cached_tokens == 0
    assert house.ask(range(1, 161)).cached_tokens == 0
    assert house.ask(range(160), salt="tenant").cached_tokens == 144


def test_blocks_are_forgotten_when_their_time_is_over(way: dict[str, float]) -> None:
    house = House(way, ttl_seconds=60)
    house.ask(range(160))
    house.clock.advance(50)
    assert house.ask(range(160)).cached_tokens == 144
    house.clock.advance(50)
    assert house.ask(range(160)).cached_tokens == 144
    house.clock.advance(61)
    assert house.ask(range(160)).cached_tokens == 0


def test_a_cache_that_is_off_finds_nothing(way: dict[str, float]) -> None:
    house = House(way, enabled=False)
    assert [house.ask(range(160)).cached_tokens for _ in range(2)] == [0, 0]


def test_openais_models_tell_of_large_hits_only(way: dict[str, float]) -> None:
    house = House(way)
    house.ask(range(1200), GPT)
    assert house.ask(range(1200), GPT).cached_tokens == 1152
    assert house.ask(range(1000), GPT).cached_tokens == 0


def test_where_nothing_is_shared_all_workers_have_work(way: dict[str, float]) -> None:
    house = House(way)
    workers = [house.ask(range(1000 * at, 1000 * at + 100)).worker for at in range(20)]
    assert [workers.count(worker) for worker in range(4)] == [5, 5, 5, 5]


# ── in virtual time ────────────────────────────────────────────────────────────────────────────────


def reused(routing: str, rate: float, **kv_cache: Any) -> tuple[float, float]:
    """200 prompts, `rate` a second, each with one of 8 beginnings: the share found again of the tokens that
    some worker had seen before; and the mean TTFT."""
    rng, shape = np.random.default_rng(0), Shape(5000, 50, shared_prefixes=8, prefix_tokens=4000)
    workload = OpenLoop.poisson(shape, rate, 200, rng)
    settings = KVCacheSettings.model_validate({"routing": routing, **kv_cache})
    rows = simulate(LLAMA, workload, rng, kv_cache=settings).requests
    ttft = rows["first_token"] - rows["arrival"]
    return float(rows["cached_tokens"].sum() / (4000 * (len(rows) - 8))), float(ttft.mean())


@pytest.mark.parametrize("blocks", [None, 1500])
@pytest.mark.parametrize("rate", [2.0, 8.0])
def test_by_cached_prefix_more_is_reused_and_sooner_than_in_turn(rate: float, blocks: int | None) -> None:
    """With and without room for all beginnings on each of the 4 workers."""
    share, ttft = reused("kv", rate, blocks=blocks)
    in_turn, later = reused("round-robin", rate, blocks=blocks)
    assert share >= 0.95
    assert share > in_turn
    assert ttft < later


@pytest.mark.parametrize("users", [1, 32])
def test_where_nothing_is_shared_the_load_is_even(users: int) -> None:
    rng = np.random.default_rng(0)
    workload = ClosedLoop(Shape(1000, 50, variation=0.5), users, 200, rng)
    counts = np.bincount(simulate(LLAMA, workload, rng).requests["worker"], minlength=4)
    assert counts.max() / counts.mean() <= 1.2
