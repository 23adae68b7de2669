from __future__ import annotations

from pathlib import Path

from fakeai_proxy import __version__
from fakeai_proxy.core.clock import ManualClock

from .asking import ask, simulator, told
from .traffic import exchange, job


def test_it_is_up_and_how_it_is_set() -> None:
    clock = ManualClock(wall=1_700_000_000)
    with simulator(clock, seed=3, kv_cache={"enabled": False}) as running:
        clock.advance(2)
        health = told(ask(running, "/health"))
    assert (health["status"], health["version"], health["uptime_seconds"]) == ("healthy", __version__, 2)
    assert health["timestamp"] == 1_700_000_002
    config = health["config"]
    assert (config["kv_cache_enabled"], config["mode"], config["seed"]) == (False, "synthesize", 3)


def test_uptime_is_that_of_the_machine() -> None:
    clock = ManualClock()
    with simulator(clock) as running:
        job(running, "gpt-4o", range(64), output=1000)
        clock.advance(2)
        assert told(ask(running, "/health"))["uptime_seconds"] == 2
        metrics = told(ask(running, "/metrics"))
    assert (metrics["uptime_seconds"], metrics["simulated_seconds"] > 4) == (2, True)


def test_every_check_and_a_summary() -> None:
    clock = ManualClock()
    with simulator(clock) as running:
        exchange(running, clock)
        health = told(ask(running, "/health/detailed"))
    assert health["status"] == "healthy"
    assert [check["name"] for check in health["checks"]] == ["workers", "GPUs"]
    assert health["metrics"]["requests"]["total"] == 1


def test_a_cassette_is_looked_at(tmp_path: Path) -> None:
    with simulator(mode="record", cassette={"path": tmp_path / "a.db"}) as running:
        checks = told(ask(running, "/health/detailed"))["checks"]
    assert checks[-1] == {"name": "cassette", "status": "healthy", "detail": "open"}
