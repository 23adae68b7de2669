from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.engine import Cluster, EngineParts, EngineSettings, Job, LatencySettings
from fakeai_proxy.engine.cluster import DECISIONS, FLEETS
from fakeai_proxy.engine.kv_settings import KVCacheSettings

from .live import Clients, streamed
from .served import MODEL, Prices, job, price, rng

INSTANT = LatencySettings(ttft_ms=0, itl_ms=0)


def cluster(clock: ManualClock | None = None, parts: EngineParts | None = None, **kv_cache: Any) -> Cluster:
    parts = parts or EngineParts(INSTANT, kv_cache=KVCacheSettings.model_validate(kv_cache))
    return Cluster(parts, clock or ManualClock(), 0, price)


def named(id: str, **others: Any) -> Job:
    return replace(job(100, 5), model=replace(MODEL, id=id), **others)


def test_each_model_has_workers_of_its_own() -> None:
    of = cluster(num_workers=2)
    of.submit(named("one"), rng())
    assert of.submit(named("two"), rng()).cached_tokens == 0
    assert of.submit(named("one"), rng()).cached_tokens == 96
    assert [(view.model, view.index) for view in of.workers()] == [
        ("two", 0),
        ("two", 1),
        ("one", 0),
        ("one", 1),
    ]


def test_models_are_forgotten_where_there_are_too_many_but_not_while_they_run() -> None:
    of = cluster(parts=EngineParts(LatencySettings(ttft_ms=5), kv_cache=KVCacheSettings(num_workers=1)))
    busy = of.submit(named("busy"), rng())
    for each in range(FLEETS + 10):
        of.submit(named(f"model-{each}"), rng()).close()
    models = [view.model for view in of.workers()]
    assert (len(models), models[0], models[-1]) == (FLEETS, "busy", f"model-{FLEETS + 9}")
    assert not of.mark("model-0", 0, up=False)
    busy.close()
    of.submit(named("another"), rng()).close()
    assert "busy" not in [view.model for view in of.workers()]


def test_the_latest_decisions_are_told() -> None:
    of = cluster()
    for _ in range(DECISIONS + 5):
        of.submit(named("one"), rng()).close()
    of.submit(named("two"), rng()).close()
    assert len(of.decisions()) == DECISIONS
    assert [one.model for one in of.decisions()[-2:]] == ["one", "two"]
    assert [one.model for one in of.decisions("two")] == ["two"]


def test_an_operator_takes_a_worker_out_and_back() -> None:
    of = cluster(num_workers=2)
    of.submit(named("one"), rng()).close()
    of.mark("one", 0, up=False)
    assert [view.health for view in of.workers()] == ["down", "closed"]
    assert {of.submit(named("one"), rng()).worker for _ in range(5)} == {1}
    of.mark("one", 0, up=True)
    assert [view.health for view in of.workers()] == ["closed", "closed"]
    assert not any(of.mark(model, worker, up=True) for model, worker in (("two", 0), ("one", 2), ("one", -1)))


def test_roles_that_do_not_work_out_are_refused_at_the_start() -> None:
    settings = EngineSettings(disaggregated=True)
    with pytest.raises(SettingsError, match="num_workers must be 2 or more"):
        cluster(parts=EngineParts(engine=settings, kv_cache=KVCacheSettings(num_workers=1)))


def test_a_job_is_forecast_as_it_goes_alone() -> None:
    of = cluster(
        parts=EngineParts(
            LatencySettings(ttft_ms=500, itl_ms=100, ttft_variance_percent=0, itl_variance_percent=0)
        )
    )
    assert of.forecast(named("one"), rng()) == pytest.approx(0.5 + 4 * 0.1)
    assert cluster().forecast(named("one"), rng()) == 0


def test_a_model_that_cannot_be_served_is_refused() -> None:
    def impossible(model: Model, settings: EngineSettings) -> Prices:
        raise SettingsError("it does not fit")

    of = Cluster(EngineParts(), ManualClock(), 0, impossible)
    with pytest.raises(SettingsError, match="it does not fit"):
        of.submit(job(100, 5), rng())
    assert of.workers() == ()


def test_the_gpus_know_every_step_however_seldom_anybody_asks() -> None:
    """Energy of a minute of decoding that nobody pulls is that of one which is looked at all the time."""

    def joules(looks: int) -> float:
        clock = ManualClock()
        of = cluster(clock, EngineParts(kv_cache=KVCacheSettings(num_workers=1)))
        of.submit(job(100, 4000), rng())
        for _ in range(looks):
            clock.advance(80 / looks)
            of.node.energy_joules(of.time.now())
        return float(of.node.energy_joules(of.time.now()).sum())

    assert joules(1) == pytest.approx(joules(40), rel=1e-6)


def test_time_scale_0_leaves_times_as_they_are() -> None:
    clock = ManualClock()
    of = cluster(clock)
    slow = cluster(clock, EngineParts(LatencySettings(time_scale=0)))
    assert of.time.scale == 1.0
    run = slow.submit(job(100, 5), rng())
    assert slow.time.now() == pytest.approx(run.elapsed)
    assert clock.now() == 0


def test_the_same_requests_have_the_same_times() -> None:
    def times() -> list[float]:
        clock = ManualClock()
        of, clients, runs = cluster(clock, EngineParts()), Clients(clock), []
        for each in range(20):
            clients.play(each / 50)
            runs.append(of.submit(job(50 + each, 20, 1000 * (each % 5)), rng()))
            clients.add(streamed(runs[-1]))
        clients.play()
        return [moment for run in runs for moment in (run.worker, run.first_token, *run.itls())]

    assert times() == times()
