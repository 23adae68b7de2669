from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from fakeai_proxy.catalog.architecture import Deployment
from fakeai_proxy.engine import EngineSettings, Oversized
from fakeai_proxy.engine.kv_settings import KVCacheSettings
from fakeai_proxy.engine.simulation import Outcome, simulate
from fakeai_proxy.engine.trace import TraceEntry
from fakeai_proxy.engine.workload import ClosedLoop, OpenLoop, Shape, Workload

from .served import MODEL, Prices, rng


def run(workload: Workload, prices: Prices | None = None, **kv_cache: Any) -> Outcome:
    kv = KVCacheSettings.model_validate({"num_workers": 4, **kv_cache})
    served = prices or Prices(kv_tokens=200_000)
    return simulate(MODEL, workload, rng(), EngineSettings(), kv, lambda model, settings: served)


def closed(users: int, requests: int = 60, shape: Shape | None = None) -> Outcome:
    return run(ClosedLoop(shape or Shape(200, 20), users, requests, rng()))


def test_a_lone_user_has_the_times_of_a_lone_request() -> None:
    told = closed(1, requests=5).requests
    assert len(told) == 5
    assert told["first_token"] - told["arrival"] == pytest.approx([0.035] * 5)
    assert list(told["arrival"][1:]) == list(told["last_token"][:-1])
    assert list(told["prompt_tokens"]) == [200] * 5


def test_more_users_bring_more_and_take_longer() -> None:
    few, many = closed(4), closed(40)
    assert many.seconds < few.seconds / 2
    assert many.itl.mean > few.itl.mean
    assert sum(view.counters.generation_tokens for view in many.workers) == 60 * 20
    assert many.itl.count == 60 * 19


@pytest.mark.parametrize("routing", ["kv", "random", "power-of-two", "round-robin"])
def test_the_same_seed_is_the_same_outcome_to_the_last_bit(routing: str) -> None:
    shape = Shape(400, 20, shared_prefixes=3, prefix_tokens=200, variation=0.3)

    def told(seed: int) -> str:
        chance = np.random.default_rng(seed)
        workload = OpenLoop.poisson(shape, 30.0, 80, chance)
        kv = KVCacheSettings(num_workers=3, routing=routing, temperature=0.5)  # type: ignore[arg-type]
        prices = Prices(kv_tokens=3000, deployment=Deployment("H100-80GB", 1, "bf16"))
        return simulate(MODEL, workload, chance, None, kv, lambda model, settings: prices).digest()

    assert told(1) == told(1)
    assert told(1) != told(2)


def test_with_shared_prefixes_routing_by_cache_reuses_more_and_is_sooner() -> None:
    """8 beginnings on 4 workers, each of which has room for three of them and some."""
    shape = Shape(1000, 30, shared_prefixes=8, prefix_tokens=800)

    def told(routing: str) -> tuple[float, float]:
        chance = np.random.default_rng(0)
        requests = run(OpenLoop.poisson(shape, 10.0, 300, chance), routing=routing, blocks=250).requests
        reusable = 800 * (len(requests) - 8)
        ttft = requests["first_token"] - requests["arrival"]
        return float(requests["cached_tokens"].sum() / reusable), float(ttft.mean())

    (share, ttft), (share_in_turn, ttft_in_turn) = told("kv"), told("round-robin")
    assert share >= 0.9 > share_in_turn
    assert ttft < 0.7 * ttft_in_turn


@pytest.mark.parametrize("routing", ["kv", "dynamo", "round-robin", "least-loaded"])
def test_where_nothing_is_shared_work_is_balanced(routing: str) -> None:
    workload = OpenLoop.poisson(Shape(300, 30, variation=0.5), 40.0, 200, rng())
    counts = np.bincount(run(workload, routing=routing).requests["worker"], minlength=4)
    assert counts.max() / counts.mean() <= 1.2


def test_who_finds_no_place_is_refused_and_counted() -> None:
    engine = EngineSettings(max_num_seqs=2, max_waiting=1)
    workload = OpenLoop.poisson(Shape(100, 50), 1000.0, 20, rng())
    told = simulate(MODEL, workload, rng(), engine, KVCacheSettings(num_workers=1), lambda *_: Prices())
    assert (told.refused, len(told.requests)) == (20 - len(told.requests), len(told.requests))
    assert told.refused > 5


def test_a_request_that_no_worker_can_hold_is_an_error() -> None:
    with pytest.raises(Oversized):
        run(ClosedLoop(Shape(1000, 10), 1, 1, rng()), blocks=20)


def test_a_trace_is_replayed_when_it_was() -> None:
    entries = [TraceEntry(at, 600, 5, (1, 2)) for at in (0.0, 10.0, 20.0)]
    told = run(OpenLoop.replay(entries)).requests
    assert list(told["arrival"]) == [0.0, 10.0, 20.0]
    assert list(told["cached_tokens"]) == [0, 592, 592]


def test_energy_is_that_of_idle_and_busy_gpus() -> None:
    known = Prices(deployment=Deployment("H100-80GB", 1, "bf16"))
    idle = run(OpenLoop.replay([TraceEntry(50.0, 10, 1)]), known)
    busy = run(ClosedLoop(Shape(100, 100), 32, 1000, rng()), known)
    assert idle.joules is not None
    assert busy.joules is not None
    watts = [told.joules / told.workers[0].now / 4 for told in (idle, busy) if told.joules]
    assert watts[0] == pytest.approx(122, rel=0.05), "an H100 with a context"
    assert 300 < watts[1] < 700
    assert closed(1).joules is None, "nobody knows what it runs on"


def test_nothing_asked_is_nothing_told() -> None:
    told = run(OpenLoop([]))
    assert (len(told.requests), told.seconds, told.refused) == (0, 0.0, 0)


@pytest.mark.parametrize("prefill", [1, 2, 3])
def test_prefill_and_decode_apart_come_to_an_end(prefill: int) -> None:
    """Who is handed on may be ready while the next worker's last step still goes on."""
    engine = EngineSettings(disaggregated=True, prefill_workers=prefill, transfer_gbps=1000)
    shape = Shape(400, 40, shared_prefixes=3, prefix_tokens=300, variation=0.3)
    crowd = ClosedLoop(shape, 24, 60, rng())
    prices = Prices(kv_tokens=200_000)
    told = simulate(
        MODEL, crowd, rng(), engine, KVCacheSettings(num_workers=4), lambda model, settings: prices
    )
    assert len(told.requests) == 60
    assert {view.role for view in told.workers} == {"prefill", "decode"}


@pytest.mark.parametrize("users", [1, 3, 20])
def test_keys_and_values_come_over_before_the_first_token(users: int) -> None:
    engine = EngineSettings(disaggregated=True, prefill_workers=1, transfer_gbps=0.001)
    workload = ClosedLoop(Shape(200, 10), users, 40, rng())
    kv = KVCacheSettings(num_workers=3)
    told = simulate(MODEL, workload, rng(), engine, kv, lambda *_: Prices())
    assert len(told.requests) == 40
    assert told.workers[0].counters.generation_tokens == 40
    assert sum(view.counters.generation_tokens for view in told.workers) == 400
    ttft = told.requests["first_token"] - told.requests["arrival"]
    assert ttft.min() >= 0.010 + 0.020 + 200 * 4000 / 1e6 + 0.005 - 1e-9, "prefill, transfer, overhead"
