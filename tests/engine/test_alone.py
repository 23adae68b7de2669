from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.engine import Cluster, EngineParts, Job, LatencySettings, Run
from fakeai_proxy.engine.kv_settings import KVCacheSettings

from .live import Clients, streamed, whole
from .served import job, price, rng

FIXED = {"ttft_ms": 40, "itl_ms": 10, "ttft_variance_percent": 0, "itl_variance_percent": 0}


class House:
    """A cluster of one worker, whose times are not those of a batch."""

    def __init__(self, **generation: Any) -> None:
        self.clock = ManualClock()
        parts = EngineParts(
            LatencySettings.model_validate(generation), kv_cache=KVCacheSettings(num_workers=1)
        )
        self.cluster = Cluster(parts, self.clock, 0, price)

    def submit(self, asked: Job) -> Run:
        return self.cluster.submit(asked, rng())

    def play(self, *asked: Job, in_one_piece: bool = False) -> list[Run]:
        clients, runs = Clients(self.clock), [self.submit(one) for one in asked]
        for run in runs:
            clients.add((whole if in_one_piece else streamed)(run))
        clients.play()
        return runs


def test_fixed_times_are_kept_whoever_else_is_there() -> None:
    house = House(**FIXED)
    for run in house.play(*(job(100, 5, 1000 * each) for each in range(8))):
        assert (run.first_token, run.last_token) == (pytest.approx(0.04), pytest.approx(0.08))
        assert list(run.itls()) == pytest.approx([0.01] * 4)
        assert not run.instant
    assert house.clock.now() == pytest.approx(0.08)


@pytest.mark.parametrize("output", [0, 1, 7])
def test_in_one_piece_or_not_it_takes_as_long(output: int) -> None:
    for strides in ((), (3,)):
        asked = job(100, output, strides=strides)
        ends = [House(**FIXED).play(asked, in_one_piece=whole)[0].last_token for whole in (True, False)]
        assert ends[1] == pytest.approx(ends[0], nan_ok=True) or output == 0
        assert ends[0] > 0


def test_tokens_of_a_stride_come_together() -> None:
    (run,) = House(**FIXED).play(job(100, 6, strides=(3, 2)))
    assert list(run.itls()) == pytest.approx([0.01, 0, 0, 0.01, 0])


def test_a_run_without_latency_is_over_at_once() -> None:
    house = House(ttft_ms=0, itl_ms=0)
    run = house.submit(job(100, 5))
    assert run.instant
    assert (list(run.token()), list(run.finish())) == ([], [])
    assert (run.first_token, run.last_token, run.elapsed) == (0.0, 0.0, 0.0)
    assert list(run.itls()) == [0, 0, 0, 0]
    run.close()
    counters = house.cluster.workers()[0].counters
    assert (counters.generation_tokens, counters.prefilled_tokens, counters.finished) == (5, 100, 1)


def test_in_instant_time_it_takes_what_it_would_and_the_clock_jumps() -> None:
    house = House(time_scale=0)
    run = house.submit(job(100, 3))
    assert run.instant
    assert run.elapsed == pytest.approx(0.005 + 0.020 + 0.011101 + 0.011102)
    assert run.first_token == pytest.approx(0.025)
    assert house.cluster.time.now() == pytest.approx(run.elapsed)
    later = house.submit(job(100, 3))
    assert later.arrival == pytest.approx(run.elapsed)
    assert (later.cached_tokens, later.first_token - later.arrival) == (96, pytest.approx(0.0154))


def test_fixed_times_jump_too_where_nothing_waits() -> None:
    house = House(time_scale=0, **FIXED)
    run = house.submit(job(100, 5))
    assert (run.instant, run.elapsed) == (True, pytest.approx(0.08))
    assert np.sum(run.itls()) == pytest.approx(0.04)


def test_while_it_runs_it_weighs_and_holds_its_blocks() -> None:
    house = House(**FIXED)
    run = house.submit(job(100, 5, choices=2))
    view = house.cluster.workers()[0]
    assert (view.running, view.blocks_used, view.prefill_tokens) == (2, 7, 100)
    for wait in run.token():
        house.clock.advance(wait.seconds)
    assert house.cluster.workers()[0].prefill_tokens == 0
    run.close()
    run.close()
    view = house.cluster.workers()[0]
    assert (view.running, view.blocks_used, view.counters.aborted) == (0, 0, 1)


def test_its_steps_are_noted_as_its_tokens_come() -> None:
    house = House(**FIXED)
    run = house.submit(job(100, 5))
    for _ in range(3):
        for wait in run.token():
            house.clock.advance(wait.seconds)
    view = house.cluster.workers()[0]
    assert (view.counters.steps, view.counters.generation_tokens) == (3, 3)
    assert view.counters.busy == pytest.approx(0.06)
    assert list(run.itls()) == pytest.approx([0.01, 0.01])
