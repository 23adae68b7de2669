from __future__ import annotations

import pytest

from .asking import ask, simulator, told
from .traffic import job


@pytest.mark.parametrize("path", ["/dynamo/metrics/json", "/dynamo-metrics/json"])
def test_phases_batches_routes_and_workers(path: str) -> None:
    with simulator(kv_cache={"num_workers": 2}) as running:
        job(running, "gpt-4o", range(320), output=5)
        job(running, "gpt-4o", range(320), output=5)
        told_ = told(ask(running, path))
    assert {"queue", "prefill", "decode", "ttft", "itl", "tpot"} <= told_["latency"].keys()
    assert told_["throughput"]["steps"] > 0
    assert 0 < told_["throughput"]["batch_efficiency"] <= 1
    assert told_["routing"]["decisions"] == 2
    assert told_["routing"]["mean_overlap_blocks"] == pytest.approx(19 / 2)
    assert told_["routing"]["mean_prompt_blocks"] == 20
    assert len(told_["workers"]) == 2


def test_before_the_first_request() -> None:
    with simulator() as running:
        told_ = told(ask(running, "/dynamo/metrics/json"))
    assert told_["routing"] == {
        "decisions": 0, "mean_cost": 0, "mean_overlap_blocks": 0, "mean_prompt_blocks": 0,
    }  # fmt: skip
