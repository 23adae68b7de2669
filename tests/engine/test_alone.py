from __future__ import annotations

from typing import Any

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


def test_its_steps_are_noted_a_tenth_of_a_second_at_a_time() -> None:
    house = House(**FIXED)
    run = house.submit(job(100, 50))

    def noted(tokens: int) -> tuple[int, int, float]:
        for _ in range(tokens):
            for wait in run.token():
                house.clock.advance(wait.seconds)
        counters = house.cluster.workers()[0].counters
        return counters.steps, counters.generation_tokens, counters.busy

    assert noted(3) == (1, 1, pytest.approx(0.04))
    assert noted(7)[0] == 1
    assert noted(2)[0] > 10
    run.close()
    assert noted(0) == (12, 12, pytest.approx(0.15))
    assert list(run.itls()) == pytest.approx([0.01] * 11)


def test_what_takes_longer_is_noted_when_it_begins() -> None:
    house = House(**FIXED | {"itl_ms": 1000})
    run = house.submit(job(100, 3))
    for _ in range(2):
        for wait in run.token():
            seen = house.cluster.workers()[0].counters.steps
            house.clock.advance(wait.seconds)
    assert seen == 2
