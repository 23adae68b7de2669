from __future__ import annotations

from collections.abc import Iterator

import pytest

from fakeai_proxy.engine import WorkerLost
from fakeai_proxy.simulator import Simulator

from .asking import ask, refused, simulator, told
from .traffic import job

LLAMA = "meta/llama-3.1-8b-instruct"
"""A worker of it is one GPU."""


@pytest.fixture
def used() -> Iterator[Simulator]:
    """gpt-4o was asked the same twice, o3-mini once."""
    with simulator() as running:
        job(running, "gpt-4o", range(640))
        job(running, "o3-mini", range(640))
        job(running, "gpt-4o", range(640))
        yield running


def test_the_latest_decision_tells_of_every_worker(used: Simulator) -> None:
    decision = told(ask(used, "/_fakeai/routing/last"))
    assert (decision["model"], decision["prompt_blocks"], decision["policy"]) == ("gpt-4o", 40, "kv")
    overlaps = [one["overlap_blocks"] for one in decision["workers"]]
    assert len(overlaps) == used.settings.kv_cache.num_workers
    assert sorted(overlaps)[-2:] == [0, 39]
    chosen = next(one for one in decision["workers"] if one["chosen"])
    assert chosen["overlap_blocks"] == 39
    assert chosen["cost"] == min(one["cost"] for one in decision["workers"])


def test_of_one_model_and_several(used: Simulator) -> None:
    assert told(ask(used, "/_fakeai/routing/last?model=o3-mini"))["model"] == "o3-mini"
    recent = told(ask(used, "/_fakeai/routing/recent"))["decisions"]
    assert [one["model"] for one in recent] == ["gpt-4o", "o3-mini", "gpt-4o"]
    assert len(told(ask(used, "/_fakeai/routing/recent?limit=1&model=gpt-4o"))["decisions"]) == 1


def test_before_the_first_request() -> None:
    with simulator() as running:
        assert refused(ask(running, "/_fakeai/routing/last"), 404) == "No request has been routed yet."
        assert told(ask(running, "/_fakeai/routing/recent")) == {"decisions": []}
        assert told(ask(running, "/_fakeai/workers")) == {"workers": []}


def test_workers_and_their_health(used: Simulator) -> None:
    workers = told(ask(used, "/_fakeai/workers"))["workers"]
    assert len(workers) == 2 * used.settings.kv_cache.num_workers
    assert {one["health"] for one in workers} == {"closed"}
    assert sum(one["requests"] for one in workers) == 3


def test_a_worker_that_is_down_is_not_asked(used: Simulator) -> None:
    before = told(ask(used, "/_fakeai/routing/last"))["worker"]
    marking = {"model": "gpt-4o", "worker": before, "state": "down"}
    assert told(ask(used, "/_fakeai/workers", "POST", marking)) == {"marked": marking}
    workers = told(ask(used, "/_fakeai/workers"))["workers"]
    assert [one["worker"] for one in workers if one["health"] == "down"] == [before]
    assert told(ask(used, "/health/detailed"))["status"] == "degraded"
    job(used, "gpt-4o", range(640))
    assert told(ask(used, "/_fakeai/routing/last"))["worker"] != before
    told(ask(used, "/_fakeai/workers", "POST", marking | {"state": "up"}))
    assert told(ask(used, "/health/detailed"))["status"] == "healthy"


@pytest.mark.parametrize(
    ("marking", "status", "message"),
    [
        (
            {"model": "gpt-4", "worker": 0, "state": "up"},
            404,
            "model: no workers serve 'gpt-4' (did you mean",
        ),
        ({"model": "gpt-4o", "worker": 4, "state": "up"}, 400, "worker: 4 is not one of 0 to 3."),
        ({"model": "gpt-4o", "worker": 0, "state": "sideways"}, 400, "state: Input should be 'up' or 'down'"),
        ({"model": "gpt-4o", "worker": 0}, 400, "state: Field required"),
        (
            {"model": "gpt-4o", "wroker": 0, "state": "up"},
            400,
            "wroker: unknown field (did you mean 'worker'?)",
        ),
        (b"{", 400, "body: Invalid JSON"),
    ],
)
def test_what_cannot_be_marked(used: Simulator, marking: object, status: int, message: str) -> None:
    assert refused(ask(used, "/_fakeai/workers", "POST", marking), status).startswith(message)


def test_a_name_that_may_be_a_secret_is_told_nowhere() -> None:
    secret = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"
    with simulator() as running:
        job(running, secret, range(64))
        marking = {"model": secret, "worker": 0, "state": "down"}
        told(ask(running, "/_fakeai/workers", "POST", marking))
        for path in (
            "/_fakeai/workers",
            "/_fakeai/routing/last",
            "/_fakeai/routing/recent",
            "/kv-cache/metrics",
            "/health/detailed",
            "/metrics",
            "/dynamo/metrics/json",
        ):
            assert secret not in str(told(ask(running, path)))
        marking["model"] = secret[:-1]
        assert secret not in refused(ask(running, "/_fakeai/workers", "POST", marking), 404)


def test_only_this_machine_may_change_anything(used: Simulator) -> None:
    marking = {"model": "gpt-4o", "worker": 0, "state": "down"}
    said = refused(ask(used, "/_fakeai/workers", "POST", marking, peer="10.0.0.1"), 403)
    assert "its own machine" in said
    assert told(ask(used, "/_fakeai/workers", peer="10.0.0.1"))


def test_a_lost_worker_is_told_of_at_once_and_why_requests_still_go_there() -> None:
    with simulator(kv_cache={"num_workers": 2, "breaker_failures": 2}) as running:
        job(running, LLAMA, range(64))
        job(running, LLAMA, range(1000, 1064))
        told(ask(running, "/_fakeai/gpu/faults", "POST", {"fault": "off_the_bus", "gpu": 0}))
        lost, other = told(ask(running, "/_fakeai/workers"))["workers"]
        assert (lost["health"], lost["breaker"], other["health"]) == ("lost", "closed", "closed")
        check = told(ask(running, "/health/detailed"))["checks"][0]
        assert check == {"name": "workers", "status": "degraded", "detail": f"not well: {LLAMA} 0 (lost)"}
        with pytest.raises(WorkerLost):
            job(running, LLAMA, range(64))
        decision = told(ask(running, "/_fakeai/routing/last"))
        assert (decision["number"], decision["worker"]) == (3, 0)
        assert [one["health"] for one in decision["workers"]] == ["closed", "closed"]


def test_where_all_are_lost_none_is_up() -> None:
    with simulator(kv_cache={"num_workers": 1}) as running:
        job(running, "gpt-4o", range(64))
        told(ask(running, "/_fakeai/gpu/faults", "POST", {"fault": "off_the_bus", "gpu": 0}))
        assert told(ask(running, "/health/detailed"))["status"] == "degraded"
        told(ask(running, "/_fakeai/gpu/faults", "DELETE"))
        assert told(ask(running, "/health/detailed"))["checks"][0]["detail"] == "1 up"
