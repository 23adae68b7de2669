from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.engine import Cluster, EngineParts, Job, LatencySettings
from fakeai_proxy.engine.kv_settings import KVCacheSettings

from .live import Clients, streamed, whole
from .served import job, price, rng

TIMELESS = {"ttft_ms": 0, "itl_ms": 0}
LONG = {"ttft_variance_percent": 0, "itl_variance_percent": 0, "ttft_ms": 40, "itl_ms": 10}


def cluster(clock: ManualClock | None = None, workers: int = 1, **generation: Any) -> Cluster:
    kv_cache = KVCacheSettings(num_workers=workers)
    parts = EngineParts(LatencySettings.model_validate(generation), kv_cache=kv_cache)
    return Cluster(parts, clock or ManualClock(), 0, price)


def test_nothing_is_waited_for_and_nothing_held() -> None:
    for generation in (TIMELESS, {"time_scale": 0}, LONG | {"time_scale": 0}):
        served = cluster(**generation)
        run = served.submit(job(100, 5), rng())
        assert run.instant
        assert (list(run.token()), list(run.finish())) == ([], [])
        (view,) = served.workers()
        assert (view.running, view.waiting, view.blocks_used, view.prefill_tokens) == (0, 0, 0, 0)
        run.close()


@pytest.mark.parametrize(
    "asked", [job(100, 5), job(1000, 33, choices=3), job(40, 0), job(40, 1), job(100, 9, strides=(3, 4))]
)
@pytest.mark.parametrize("generation", [{}, LONG])
def test_at_scale_zero_it_is_what_it_would_have_been_alone(asked: Job, generation: dict[str, Any]) -> None:
    clock = ManualClock()
    slow, fast = cluster(clock, **generation), cluster(time_scale=0, **generation)
    runs = slow.submit(asked, rng()), fast.submit(asked, rng())
    clients = Clients(clock)
    clients.add((streamed if asked.output_tokens else whole)(runs[0]))
    clients.play()
    one, other = ((run.first_token - run.arrival, run.elapsed, run.cached_tokens) for run in runs)
    assert other == pytest.approx(one, rel=1e-3)
    assert list(runs[1].itls()) == pytest.approx(list(runs[0].itls()), rel=1e-2)
    counters = [served.workers()[0].counters for served in (slow, fast)]
    for name in ("requests", "finished", "prompt_tokens", "prefilled_tokens", "generation_tokens", "steps"):
        assert getattr(counters[1], name) == getattr(counters[0], name), name
    assert counters[1].busy == pytest.approx(counters[0].busy, rel=1e-3)


def test_without_latency_it_takes_no_time() -> None:
    served = cluster(**TIMELESS)
    run = served.submit(job(100, 5), rng())
    assert (run.first_token, run.last_token, run.elapsed) == (0.0, 0.0, 0.0)
    assert list(run.itls()) == [0, 0, 0, 0]
    counters = served.workers()[0].counters
    assert (counters.generation_tokens, counters.prefilled_tokens, counters.finished) == (5, 100, 1)


def test_what_is_cached_saves_time() -> None:
    served = cluster(time_scale=0)
    runs = [served.submit(job(100, 3), rng()) for _ in range(2)]
    assert runs[0].first_token == pytest.approx(0.025)
    assert runs[0].elapsed == pytest.approx(0.025 + 0.011101 + 0.011102)
    assert runs[1].arrival == pytest.approx(runs[0].elapsed)
    assert (runs[1].cached_tokens, runs[1].first_token - runs[1].arrival) == (96, pytest.approx(0.0154))


def test_its_prompt_is_found_again() -> None:
    for generation in (TIMELESS, {"time_scale": 0}):
        served = cluster(workers=4, **generation)
        runs = [served.submit(job(100, 5), rng()) for _ in range(3)]
        assert [run.cached_tokens for run in runs] == [0, 96, 96]
        assert len({run.worker for run in runs}) == 1
        assert len(served.decisions()) == 3


def test_without_anything_in_common_workers_take_turns() -> None:
    served = cluster(workers=4, **TIMELESS)
    runs = [served.submit(job(100, 5, first=1000 * at), rng()) for at in range(8)]
    assert [run.worker for run in runs] == [0, 1, 2, 3] * 2


def test_the_clock_jumps_at_scale_zero_alone() -> None:
    served = cluster(time_scale=0)
    run = served.submit(job(100, 3), rng())
    assert run.elapsed > 0
    assert served.time.now() == pytest.approx(run.elapsed)
    timeless = cluster(**TIMELESS)
    assert timeless.submit(job(100, 3), rng()).elapsed == timeless.time.now() == 0
