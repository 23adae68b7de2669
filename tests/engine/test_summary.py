from __future__ import annotations

import json

import pytest

from fakeai_proxy.catalog.architecture import Deployment
from fakeai_proxy.engine.simulation import simulate
from fakeai_proxy.engine.summary import Figures, summary
from fakeai_proxy.engine.workload import ClosedLoop, OpenLoop, Shape, Workload

from .served import MODEL, Prices, rng


def told(workload: Workload, prices: Prices | None = None) -> Figures:
    return summary(simulate(MODEL, workload, rng(), price=lambda *_: prices or Prices()))


def test_latencies_have_quantiles_in_milliseconds() -> None:
    figures = told(ClosedLoop(Shape(200, 3), 1, 10, rng()))
    assert figures["ttft_ms"] == pytest.approx(dict.fromkeys(("mean", "p50", "p90", "p95", "p99", "max"), 35))
    assert figures["itl_ms"]["p50"] == pytest.approx(11.2, rel=0.005)
    assert figures["tpot_ms"]["mean"] == pytest.approx(11.2015)
    assert figures["e2e_ms"]["max"] == pytest.approx(35 + 2 * 11.2015)
    assert figures["queue_ms"]["max"] == 0


def test_sums_and_rates_fit_each_other() -> None:
    figures = told(ClosedLoop(Shape(200, 20, shared_prefixes=1, prefix_tokens=160), 8, 40, rng()))
    assert (figures["requests"], figures["prompt_tokens"], figures["output_tokens"]) == (40, 8000, 800)
    assert figures["requests_per_second"] * figures["seconds"] == pytest.approx(40)
    assert figures["total_tokens_per_second"] * figures["seconds"] == pytest.approx(8800)
    assert figures["cached_tokens"] == pytest.approx(figures["cached_share"] * 8000)
    assert sum(worker["finished"] for worker in figures["workers"]) == 40
    assert sum(worker["output_tokens"] for worker in figures["workers"]) == 800
    assert figures["balance"] >= 1
    assert all(0 <= worker["busy_share"] <= 1 for worker in figures["workers"])


def test_energy_is_told_where_the_gpus_are_known() -> None:
    workload = ClosedLoop(Shape(200, 20), 8, 40, rng())
    figures = told(workload, Prices(deployment=Deployment("H100-80GB", 1, "bf16")))
    assert figures["joules_per_1000_tokens"] == pytest.approx(figures["energy_joules"] / 0.8)
    assert figures["deployment"]["gpu"] == "H100-80GB"
    unknown = told(ClosedLoop(Shape(200, 20), 8, 40, rng()))
    assert (unknown["energy_joules"], unknown["deployment"]["gpu"]) == (None, None)


@pytest.mark.parametrize("workload", [OpenLoop([]), ClosedLoop(Shape(10, 0), 2, 4, rng())])
def test_what_is_not_a_number_is_none(workload: Workload) -> None:
    figures = told(workload)
    assert figures["tpot_ms"]["mean"] is None
    json.dumps(figures, allow_nan=False)
