from __future__ import annotations

import json
from typing import Any

import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.settings import Settings
from fakeai_proxy.simulator import Simulator

from .asking import ask, told

CHAT = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}], "max_tokens": 5}
LIMITS = {
    "rate_limits.enabled": "true",
    "rate_limits.rpm": "1",
    "auth.api_keys": "sk-a,sk-b@tier3",
    "generation.ttft_ms": "0",
    "generation.itl_ms": "0",
}


@pytest.fixture
def busy() -> Simulator:
    """One key was let in once and held back twice, the other came with a key that is none."""
    simulator = Simulator(Settings.load(None, LIMITS, {}), ManualClock())
    for key in ("sk-a", "sk-a", "sk-a", "sk-b", "sk-wrong"):
        headers = (("authorization", f"Bearer {key}"),)
        request = Request("POST", "/v1/chat/completions", headers=headers, body=json.dumps(CHAT).encode())
        list(simulator.handle(request))  # type: ignore[arg-type]
    return simulator


def page(simulator: Simulator, path: str = "") -> Any:
    return told(ask(simulator, f"/metrics/rate-limits{path}"))


def test_all_together_and_by_key(busy: Simulator) -> None:
    shown = page(busy)
    assert (shown["enabled"], shown["default_tier"]) == (True, "tier-1")
    assert (shown["admitted"], shown["throttled"], shown["rejection_rate"]) == (2, 2, 0.5)
    assert shown["throttled_by"] == {"requests_per_minute": 2}
    worst, best = shown["keys"]
    assert (worst["tier"], worst["throttled"], best["tier"]) == ("tier-1", 2, "tier-3")
    assert "sk-" not in json.dumps(shown)


def test_one_key_by_itself_or_by_its_fingerprint(busy: Simulator) -> None:
    one = page(busy, "/key/sk-a")
    assert page(busy, f"/key/{one['key']}") == one
    left = one["models"]["gpt-4o"]
    assert left["requests_per_minute"] == {"limit": 1, "remaining": 0, "reset_seconds": 60.0}
    assert one["tokens"] == left["tokens_per_minute"]["limit"] - left["tokens_per_minute"]["remaining"] > 0
    assert told(ask(busy, "/metrics/rate-limits/key/sk-c"), 404)["error"]["code"] == "not_found"


def test_by_tier(busy: Simulator) -> None:
    tiers = page(busy, "/tier")["tiers"]
    assert [tiers[name]["keys"] for name in ("free", "tier-1", "tier-3")] == [0, 1, 1]
    assert tiers["tier-3"]["limits"] == {"requests_per_minute": 1, "tokens_per_minute": 10_000_000}


def test_who_did_not_wait(busy: Simulator) -> None:
    shown = page(busy, "/throttle-analytics")
    assert (shown["mean_wait_seconds"], shown["early_retries"]) == (60.0, 1)
    assert [*shown["early_retries_by_key"].values()] == [1]


def test_offences(busy: Simulator) -> None:
    shown = page(busy, "/abuse-patterns")
    assert shown["offences"] == {"over_limit": 2, "bad_key": 1}
    assert shown["by_address"] == {"127.0.0.1": shown["offences"]}
    assert (shown["enabled"], shown["banned"]) == (False, {})
    security = told(ask(busy, "/metrics?metrics=security"))["security"]
    assert security == {
        "blocked_requests": 3,
        "injection_attempts": 0,
        "failed_authentications": 1,
        "banned_ips": 0,
        "validation_errors": 0,
    }


@pytest.mark.parametrize("path", ["", "/tier", "/throttle-analytics", "/abuse-patterns"])
def test_without_a_gate_there_is_nothing(path: str) -> None:
    shown = page(Simulator(Settings(), ManualClock()), path)
    assert shown.get("throttled", 0) == 0
