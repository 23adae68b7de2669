from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Wait
from fakeai_proxy.engine import Cluster, EngineParts, EngineSettings, Job, LatencySettings, Run
from fakeai_proxy.engine.kv_settings import KVCacheSettings

from .live import Clients, streamed, whole
from .served import Prices, job, price, rng


class Live:
    """A cluster of one worker, its clock and its clients."""

    def __init__(self, generation: dict[str, Any] | None = None, workers: int = 1, **engine: Any) -> None:
        parts = EngineParts(
            LatencySettings.model_validate(generation or {}),
            EngineSettings.model_validate(engine),
            KVCacheSettings(num_workers=workers),
        )
        self.clock = ManualClock()
        self.cluster = Cluster(parts, self.clock, 0, price)
        self.clients = Clients(self.clock)

    def submit(self, asked: Job) -> Run:
        return self.cluster.submit(asked, rng())

    def stream(self, asked: Job) -> Run:
        run = self.submit(asked)
        self.clients.add(streamed(run))
        return run

    def answer(self, asked: Job) -> Run:
        run = self.submit(asked)
        self.clients.add(whole(run))
        return run


PREFILL = 0.010 + 0.0100
"""Of a prompt of 100 tokens."""


def test_the_first_token_comes_after_overhead_and_prefill() -> None:
    live = Live()
    run = live.submit(job(100, 3))
    for wait in run.token():
        assert wait.seconds == pytest.approx(PREFILL + 0.005)
        live.clock.advance(wait.seconds)
    assert (run.first_token, run.elapsed) == (pytest.approx(PREFILL + 0.005), pytest.approx(PREFILL + 0.005))
    assert run.scheduled == 0.0
    for _ in range(2):
        for wait in run.token():
            live.clock.advance(wait.seconds)
    assert list(run.itls()) == pytest.approx([0.011101, 0.011102])
    assert list(run.token()) == [], "that was the last"


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 0.5), st.integers(1, 200), st.integers(0, 30)), min_size=1, max_size=6)
)
def test_an_answer_takes_as_long_in_one_piece_as_in_a_stream(asked: list[tuple[float, int, int]]) -> None:
    def ends(stream: bool) -> list[float]:
        live, runs = Live(), []
        for each, (at, prompt, output) in enumerate(sorted(asked)):
            live.clients.play(at)
            runs.append((live.stream if stream and output else live.answer)(job(prompt, output, 1000 * each)))
        live.clients.play()
        return [run.last_token for run in runs]

    assert ends(True) == pytest.approx(ends(False), abs=1e-9)


def test_32_users_slow_each_other_as_the_price_of_a_step_says_and_recover() -> None:
    live = Live()
    alone = live.stream(job(100, 400))
    live.clients.play(1.0)
    for each in range(1, 32):
        live.stream(job(100, 100, 1000 * each))
    live.clients.play()
    itls, prices = alone.itls(), Prices()
    start = int(np.searchsorted(np.cumsum(itls), 1.0)) + 2
    among, after = itls[start + 20 : start + 80].mean(), itls[-100:].mean()
    assert itls[:50].mean() == pytest.approx(prices.step(1, 125, []).seconds, rel=0.01)
    assert among == pytest.approx(prices.step(32, 32 * 160, []).seconds, rel=0.1)
    assert after == pytest.approx(prices.step(1, 450, []).seconds, rel=0.01)
    assert among > 3 * after


def test_a_whole_answer_is_asked_for_seldom() -> None:
    live = Live()
    run = live.submit(job(100, 500))
    waits = 0

    def counted() -> Iterator[Wait]:
        nonlocal waits
        for wait in whole(run):
            waits += 1
            yield wait

    live.clients.add(counted())
    others = [live.stream(job(100, 500, 1000 * each)) for each in range(1, 8)]
    live.clients.play()
    assert waits < 30
    assert run.last_token == pytest.approx(others[0].last_token, rel=0.01)


def test_a_stream_that_is_not_pulled_is_carried_along() -> None:
    live = Live()
    slow, quick = live.submit(job(100, 20)), live.stream(job(100, 20, 1000))
    live.clients.play()
    due = [wait.seconds for _ in range(20) for wait in slow.token()]
    assert sum(due) == pytest.approx(quick.elapsed)
    assert list(slow.itls()) == pytest.approx(list(quick.itls()))


def test_a_client_that_leaves_makes_room() -> None:
    live = Live(max_num_seqs=1)
    first, second = live.submit(job(100, 1000)), live.stream(job(100, 5, 5000))
    live.clients.play(0.2)
    assert isnan(second.scheduled)
    first.close()
    first.close()
    live.clients.play()
    assert second.scheduled == pytest.approx(0.2, abs=0.02)
    view = live.cluster.workers()[0]
    assert (view.counters.aborted, view.counters.finished, view.running, view.blocks_used) == (1, 1, 0, 0)
    assert len(first.itls()) == 0


def test_who_leaves_the_queue_holds_nothing() -> None:
    live = Live(max_num_seqs=1)
    live.stream(job(100, 50))
    waiting = live.submit(job(100, 50, 5000))
    assert next(waiting.token()).seconds > 0
    waiting.close()
    live.clients.play()
    assert live.cluster.workers()[0].waiting == 0


def test_closed_after_its_end_it_is_finished_not_aborted() -> None:
    live = Live()
    run = live.stream(job(100, 5))
    live.clients.play()
    run.close()
    view = live.cluster.workers()[0]
    assert (view.counters.finished, view.counters.aborted) == (1, 0)
    assert len(run.itls()) == 4


def test_waits_are_scaled_and_times_are_not() -> None:
    live = Live({"time_scale": 0.1})
    run = live.stream(job(100, 10))
    live.clients.play()
    assert live.clock.now() == pytest.approx(0.1 * run.elapsed)
    assert run.elapsed == pytest.approx(PREFILL + 0.005 + 9 * 0.0111, rel=1e-3)


def test_embeddings_are_due_when_they_are_computed() -> None:
    live = Live()
    run = live.answer(job(100, 0))
    live.clients.play()
    assert (run.first_token, run.last_token) == (pytest.approx(PREFILL + 0.005),) * 2
    assert (len(run.itls()), list(run.token())) == (0, [])


def test_tokens_of_a_stride_come_together() -> None:
    live = Live()
    run = live.stream(job(100, 6, strides=(3, 2)))
    live.clients.play()
    assert [gap > 0 for gap in run.itls()] == [True, False, False, True, False]


def test_what_is_found_in_the_cache_comes_sooner() -> None:
    live = Live()
    first = live.stream(job(1000, 5))
    live.clients.play()
    second = live.stream(job(1000, 5))
    live.clients.play()
    assert (first.cached_tokens, second.cached_tokens) == (0, 992)
    assert second.first_token - second.arrival < 0.25 * (first.first_token - first.arrival)


def test_a_delay_comes_before_the_first_token_alone() -> None:
    plain, late = Live(), Live({"response_delay": 2.0, "random_delay": False})
    runs = [live.stream(job(100, 5)) for live in (plain, late)]
    for live in (plain, late):
        live.clients.play()
    assert runs[1].first_token - runs[0].first_token == pytest.approx(2.0)
    assert list(runs[1].itls()) == pytest.approx(list(runs[0].itls()))


def test_prefill_and_decode_apart() -> None:
    """400 kB go from one to the other at 200 kB a second."""
    live = Live(workers=2, disaggregated=True, transfer_gbps=0.0002)
    run = live.stream(job(100, 3))
    live.clients.play()
    seconds = 100 * 4000 / 0.0002e9
    assert (run.worker, run.decode_worker) == (0, 1)
    assert run.first_token == pytest.approx(PREFILL + seconds + 0.005)
    assert list(run.itls()) == pytest.approx([0.011101, 0.011102])
    prefill, decode = live.cluster.workers()
    assert (prefill.role, prefill.counters.generation_tokens, prefill.counters.finished) == ("prefill", 1, 0)
    assert (decode.role, decode.counters.generation_tokens, decode.counters.finished) == ("decode", 2, 1)
    assert (prefill.blocks_used, decode.blocks_used) == (0, 0)
