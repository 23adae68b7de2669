from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families

from fakeai_proxy.admin.prometheus import ALL
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Answer

from .asking import ask, refused, simulator, whole
from .traffic import exchange, job


def names(said: Answer) -> set[str]:
    body, headers = whole(said)
    assert headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    return {family.name for family in text_string_to_metric_families(body.decode())}


@pytest.mark.parametrize(
    ("path", "name", "prefixes"),
    [
        ("/v1/metrics", "time_to_first_token_seconds", ("",)),
        ("/dynamo/metrics", "dynamo_frontend_requests", ("dynamo_",)),
        ("/dynamo-metrics", "dynamo_frontend_requests", ("dynamo_",)),
        ("/dcgm/metrics", "DCGM_FI_DEV_GPU_TEMP", ("DCGM_",)),
        ("/dcgm-metrics", "DCGM_FI_DEV_GPU_TEMP", ("DCGM_",)),
        ("/metrics/by-model/prometheus", "fakeai_requests", ("fakeai_",)),
        ("/metrics/prometheus?families=vllm", "vllm:time_to_first_token_seconds", ("vllm:",)),
        ("/metrics/prometheus?families=nim,dcgm", "DCGM_FI_DEV_GPU_TEMP", ("",)),
    ],
)
def test_each_page_has_its_families(path: str, name: str, prefixes: tuple[str, ...]) -> None:
    clock = ManualClock()
    with simulator(clock) as running:
        job(running, "gpt-4o", range(64))
        exchange(running, clock)
        found = names(ask(running, path))
    assert name in found
    assert all(one.startswith(prefixes) for one in found)


def test_all_of_them_without_a_name_twice() -> None:
    with simulator() as running:
        body, _ = whole(ask(running, "/metrics/prometheus"))
    types = [line.split()[2] for line in body.decode().splitlines() if line.startswith("# TYPE")]
    assert len(types) == len(set(types))
    assert {"DCGM_FI_DEV_GPU_TEMP", "vllm:num_requests_running", "fakeai_requests_total"} <= set(types)


def test_a_family_that_is_none() -> None:
    with simulator() as running:
        said = refused(ask(running, "/metrics/prometheus?families=vlm"))
    assert said == f"families: 'vlm' is not one of {', '.join(ALL)} (did you mean 'vllm'?)."
