from __future__ import annotations

from math import inf

import pytest

from fakeai_proxy.engine.refused import WorkerLost
from fakeai_proxy.engine.routing import Decision

from .served import fleet, job, rng
from .test_losses import Broken


def test_a_cache_that_is_off_is_shared_by_choices_alone() -> None:
    of = fleet(kv_cache={"enabled": False})
    first = of.submit(job(160, 5, choices=4), rng(), 0.0)
    second = of.submit(job(160, 5, choices=4), rng(), 0.0)
    of.advance(0.0)
    assert of.workers[0].pool.active < 2 * (10 + 4) + 1
    of.advance(inf)
    assert (first.cached, second.cached) == (0, 0)


def test_unused_blocks_age_before_the_choice() -> None:
    told: list[Decision] = []
    of = fleet(kv_cache={"ttl_seconds": 10}, decided=told.append)
    for at in (0.0, 9.0, 30.0):
        of.submit(job(100, 5), rng(), at)
    assert [one.overlap_blocks for one in told] == [0, 6, 0]


@pytest.mark.parametrize("way", ["batched", "seated", "passing"])
def test_a_decision_is_told_even_where_the_worker_is_lost(way: str) -> None:
    told: list[Decision] = []
    broken = Broken()
    of = fleet(workers=2, hardware=broken, decided=told.append)
    broken.fail(0)
    with pytest.raises(WorkerLost):
        match way:
            case "batched":
                of.submit(job(100, 5), rng(), 0.0)
            case "seated":
                of.seats.seat(job(100, 5), rng(), 0.0)
            case _:
                of.seats.pass_through(job(100, 5), rng(), 0.0, lambda worker, cached: None)
    assert [(one.number, one.worker, one.at) for one in told] == [(1, 0, 0.0)]


def test_a_token_is_always_computed() -> None:
    of = fleet()
    assert [of.reported(64, job(tokens, 5)) for tokens in (0, 1, 64, 65)] == [0, 0, 63, 64]
