"""Workers whose GPUs fail, in virtual time."""

from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.engine import (
    Cluster,
    EngineParts,
    EngineSettings,
    Job,
    LatencySettings,
    NoWorker,
    Run,
    WorkerLost,
)
from fakeai_proxy.engine.gpu import HardwareFault
from fakeai_proxy.engine.kv_settings import KVCacheSettings

from .live import Clients, streamed
from .served import MODEL, Prices, job, price, rng

SLOW = {"ttft_ms": 40, "itl_ms": 10, "ttft_variance_percent": 0, "itl_variance_percent": 0}
WAYS: tuple[dict[str, Any], ...] = ({}, SLOW)


class House:
    """A cluster whose worker n is on GPU n."""

    def __init__(self, way: dict[str, Any] | None = None, engine: Any = None, **kv_cache: Any) -> None:
        parts = EngineParts(
            LatencySettings(**(way or {})),
            EngineSettings.model_validate(engine or {}),
            KVCacheSettings.model_validate({"num_workers": 2, "breaker_failures": 3, **kv_cache}),
        )
        self.clock = ManualClock()
        self.cluster = Cluster(parts, self.clock, 0, price)
        self.clients = Clients(self.clock)
        self.fresh = 0

    def submit(self, output_tokens: int = 5, prompt: int | None = None, **fields: Any) -> Run:
        """A prompt that nobody knows, unless told which."""
        self.fresh += 1000
        return self.cluster.submit(job(100, output_tokens, prompt or self.fresh, **fields), rng())

    def ask(self, **fields: Any) -> Run:
        """To its end."""
        run = self.submit(**fields)
        self.clients.add(streamed(run))
        self.clients.play()
        return run

    def fault(self, *gpus: int) -> None:
        for gpu in gpus:
            self.cluster.node.inject(HardwareFault("off_the_bus"), gpu, self.cluster.time.now())

    def repair(self, *gpus: int) -> None:
        for gpu in gpus:
            self.cluster.node.clear(gpu, self.cluster.time.now())

    def health(self) -> list[str]:
        """As the router has it."""
        return [view.breaker for view in self.cluster.workers()]

    def until_open(self) -> int:
        """Requests that fail until the breaker of worker 0 opens."""
        failed = 0
        while self.health()[0] != "open":
            try:
                self.ask()
            except WorkerLost:
                failed += 1
        return failed


@pytest.mark.parametrize("way", WAYS)
def test_who_is_under_way_there_fails_with_the_next_token_and_nobody_else(way: dict[str, Any]) -> None:
    house = House(way)
    runs = [house.submit(50) for _ in range(4)]
    for run in runs:
        house.clients.add(streamed(run))
    house.clients.play(until=0.2)
    house.fault(0)
    lost = 0
    while house.clients.waiting:
        try:
            house.clients.play()
        except WorkerLost:
            lost += 1
    assert lost == sum(run.worker == 0 for run in runs) == 2
    assert all(len(run.itls()) == 49 for run in runs if run.worker == 1)
    assert all(0 < len(run.itls()) < 40 for run in runs if run.worker == 0)
    for run in runs:
        run.close()
    views = house.cluster.workers()
    assert [view.counters.aborted for view in views] == [2, 0]
    assert (views[0].blocks_used, views[0].blocks_cached, views[0].running) == (0, 0, 0)
    assert house.health() == ["closed", "closed"]


@pytest.mark.parametrize("way", WAYS)
def test_a_whole_answer_fails_too(way: dict[str, Any]) -> None:
    house = House(way)
    run = house.submit(50)
    waits = run.finish()
    house.clock.advance(next(waits).seconds / 2)
    house.fault(0)
    with pytest.raises(WorkerLost, match=r"A GPU of worker 0 has failed\."):
        list(waits)


@pytest.mark.parametrize("way", [*WAYS, {"time_scale": 0}, {"ttft_ms": 0, "itl_ms": 0}])
def test_newcomers_fail_until_the_breaker_opens_and_then_go_elsewhere(way: dict[str, Any]) -> None:
    house = House(way)
    house.ask()
    house.fault(0)
    assert house.until_open() == 3
    assert house.health() == ["open", "closed"]
    assert {house.ask().worker for _ in range(5)} == {1}


def test_after_the_cool_down_one_probe_closes_the_breaker_or_opens_it_again() -> None:
    house = House(breaker_seconds=10)
    house.ask()
    house.fault(0)
    assert [view.health for view in house.cluster.workers()] == ["lost", "closed"]
    house.until_open()
    house.clock.advance(10)
    assert house.until_open() == 1
    house.repair(0)
    assert house.health()[0] == "open"
    house.clock.advance(10)
    assert house.health()[0] == "half-open"
    assert {house.ask().worker for _ in range(3)} == {0, 1}
    assert house.health() == ["closed", "closed"]


def test_what_was_cached_there_is_gone() -> None:
    house = House(num_workers=1)
    assert [house.ask(prompt=7).cached_tokens for _ in range(2)] == [0, 96]
    house.fault(0)
    with pytest.raises(NoWorker):
        house.submit()
    house.repair(0)
    assert [house.ask(prompt=7).cached_tokens for _ in range(2)] == [0, 96]


def test_a_repair_does_not_undo_what_an_operator_said() -> None:
    house = House()
    house.ask()
    house.cluster.mark(MODEL.id, 0, up=False)
    house.fault(0)
    house.ask()
    house.repair(0)
    house.ask()
    assert house.health() == ["down", "closed"]


def test_where_all_have_failed_there_is_nobody_to_ask() -> None:
    house = House()
    run = house.submit(50)
    house.fault(0, 1)
    with pytest.raises(NoWorker, match="all workers"):
        house.submit()
    with pytest.raises(WorkerLost):
        list(run.finish())
    house.repair(1)
    assert house.ask().worker in {0, 1}


APART = {"disaggregated": True, "prefill_workers": 2}


def test_a_decode_worker_fails_what_is_handed_to_it() -> None:
    house = House(engine=APART, num_workers=4)
    house.ask()
    house.fault(2)
    failed, runs = 0, []
    for _ in range(8):
        run = house.submit(20)
        try:
            house.clients.add(streamed(run))
            house.clients.play()
            runs.append(run)
        except WorkerLost:
            failed += 1
    assert failed == 3
    assert house.health() == ["closed", "closed", "open", "closed"]
    assert {run.decode_worker for run in runs} == {3}
    house.fault(3)
    with pytest.raises(NoWorker):
        house.submit()


def test_a_prefill_worker_fails_what_it_has_not_handed_on() -> None:
    house = House(engine={**APART, "max_num_seqs": 64, "max_num_batched_tokens": 64}, num_workers=4)
    first, second = house.submit(20), house.submit(20)
    house.clients.add(streamed(first))
    house.clients.play(until=0.1)
    late = house.submit(20)
    assert (first.worker, second.worker, late.worker) == (0, 1, 0)
    house.fault(0)
    house.clients.play()
    assert len(first.itls()) == 19
    with pytest.raises(WorkerLost):
        list(late.finish())
    house.clients.add(streamed(second))
    house.clients.play()
    assert all(view.running == view.waiting == 0 for view in house.cluster.workers())
    assert [load.active_requests for load in house.cluster._fleets[MODEL.id].router.loads] == [0] * 4


def test_a_sequence_that_waits_or_is_preempted_is_lost_as_well() -> None:
    house = House(engine={"max_num_seqs": 1}, num_workers=1)
    runs = [house.submit(50) for _ in range(3)]
    house.clients.add(streamed(runs[0]))
    house.clients.play(until=0.1)
    house.fault(0)
    for run in runs[1:]:
        with pytest.raises(WorkerLost):
            list(run.token())
        run.close()
    assert house.cluster.workers()[0].counters.aborted == 3


def test_links_matter_to_those_who_span_several() -> None:
    def both(model: Any, settings: Any) -> Prices:
        return Prices(gpus=2)

    parts = EngineParts(LatencySettings(ttft_ms=0, itl_ms=0), kv_cache=KVCacheSettings(num_workers=2))
    cluster = Cluster(parts, ManualClock(), 0, both)
    cluster.node.inject(HardwareFault("nvlink_error"), 1, 0.0)
    with pytest.raises(WorkerLost):
        cluster.submit(Job(MODEL, range(100), 100, 5), rng())
    assert cluster.submit(Job(MODEL, range(100), 100, 5), rng()).worker == 1
