from __future__ import annotations

from dataclasses import dataclass, field
from math import inf

import pytest

from fakeai_proxy.engine.pricing import Cost
from fakeai_proxy.engine.refused import NoWorker, WorkerLost

from .served import fleet, job, rng


@dataclass
class Broken:
    """Hardware of which workers fail when a test says so."""

    lost: list[int] = field(default_factory=list)
    changes: int = 0
    strained: bool = False

    def failed(self) -> tuple[int, ...]:
        return tuple(self.lost)

    def clock(self, worker: int, at: float, cost: Cost) -> float:
        return 1.0

    def fail(self, *workers: int) -> None:
        self.lost = list(workers)
        self.changes += 1


def test_who_fails_loses_its_jobs_and_its_blocks() -> None:
    broken = Broken()
    of = fleet(workers=2, hardware=broken)
    first, second = (of.submit(job(100, 50, 1000 * each), rng(), 0.0) for each in range(2))
    of.advance(0.1)
    broken.fail(0)
    of.advance(0.2)
    assert of.losses.lost == (0,)
    assert (first.lost, first.over, second.lost) == (True, True, False)
    assert (of.workers[0].pool.active, of.workers[0].pool.free) == (0, 1000)
    of.advance(inf)
    assert [view.counters.aborted for view in of.views(9.0)] == [1, 0]
    assert of.router.loads[0].active_requests == 0


def test_who_is_sent_there_is_refused_and_the_router_hears_of_it() -> None:
    broken = Broken()
    of = fleet(workers=2, hardware=broken, kv_cache={"breaker_failures": 1})
    broken.fail(0)
    with pytest.raises(WorkerLost, match=r"A GPU of worker 0 has failed\."):
        of.submit(job(100, 5), rng(), 0.0)
    assert of.router.health.state(0, 0.0) == "open"
    assert of.submit(job(100, 5), rng(), 0.1).worker == 1


def test_where_all_are_lost_nobody_is_asked_and_who_is_well_again_begins_anew() -> None:
    broken = Broken()
    of = fleet(workers=2, hardware=broken)
    broken.fail(0, 1)
    with pytest.raises(NoWorker):
        of.submit(job(100, 5), rng(), 0.0)
    broken.fail()
    assert of.submit(job(100, 5), rng(), 0.1).worker == 0


def test_apart_both_kinds_are_needed() -> None:
    broken = Broken()
    of = fleet(workers=3, hardware=broken, disaggregated=True)
    broken.fail(0)
    with pytest.raises(NoWorker):
        of.submit(job(100, 5), rng(), 0.0)
