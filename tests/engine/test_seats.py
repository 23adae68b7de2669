from __future__ import annotations

import pytest

from fakeai_proxy.engine.pricing import Cost
from fakeai_proxy.engine.refused import WorkerLost

from .served import fleet, job, rng
from .test_losses import Broken


def test_a_seat_holds_its_blocks_until_it_is_left() -> None:
    of = fleet(workers=2)
    asked = job(100, 20, choices=2)
    seat = of.seats.seat(asked, rng(), 0.0)
    (view, other) = of.views(0.0)
    assert (view.running, view.blocks_used, view.prefill_tokens, other.running) == (2, 7, 100, 0)
    assert not of.idle
    of.seats.prefill(seat, asked, 0.5, Cost(0.5))
    of.seats.decode(seat, asked, 0.5, 1.0, 19, 19, Cost(1.0))
    of.seats.unseat(seat, asked, 1.5, whole=True)
    (view, _) = of.views(1.5)
    assert (view.running, view.blocks_used, view.prefill_tokens) == (0, 0, 0)
    assert (view.counters.finished, view.counters.generation_tokens) == (1, 40)
    assert of.idle


def test_what_was_seated_is_found_again() -> None:
    of = fleet()
    asked = job(100, 20)
    of.seats.unseat(of.seats.seat(asked, rng(), 0.0), asked, 1.0, whole=True)
    again = of.seats.seat(asked, rng(), 2.0)
    assert again.held.cached == 96
    run = of.seats.pass_through(asked, rng(), 3.0, lambda worker, cached: None)
    assert (run.cached_tokens, run.elapsed) == (96, 0.0)


def test_who_sits_on_a_worker_that_failed_is_told_and_leaves_nothing_behind() -> None:
    broken = Broken()
    of = fleet(hardware=broken, kv_cache={"breaker_failures": 1})
    asked = job(100, 20, output=range(20))
    seat = of.seats.seat(asked, rng(), 0.0)
    of.seats.insist(seat, 0.1)
    broken.fail(0)
    with pytest.raises(WorkerLost):
        of.seats.insist(seat, 0.2)
    of.seats.unseat(seat, asked, 0.2, whole=False)
    (view,) = of.views(0.2)
    assert (view.running, view.blocks_used, view.counters.aborted) == (0, 0, 1)
    assert of.router.health.state(0, 0.2) == "open"


def test_what_was_held_ages_from_its_end() -> None:
    of = fleet(kv_cache={"ttl_seconds": 10})
    asked = job(100, 20)
    seat = of.seats.seat(asked, rng(), 0.0)
    of.seats.unseat(seat, asked, 8.0, whole=True)
    assert of.seats.seat(asked, rng(), 17.0).held.cached == 96
    assert fleet(kv_cache={"ttl_seconds": 10}).seats.seat(asked, rng(), 17.0).held.cached == 0
