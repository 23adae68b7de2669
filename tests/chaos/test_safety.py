from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from fakeai_proxy.chaos.safety import Condition, Probe, Safety


def test_the_kill_switches() -> None:
    safety = Safety.model_validate({"kill_switch": ["file:/run/off", "signal:SIGUSR1", "signal:hup"]})
    assert safety.files == (Path("/run/off"),)
    assert safety.signals == ("USR1", "HUP")


def test_what_is_safe_without_a_word() -> None:
    safety = Safety()
    assert safety.allow_hosts == ()
    assert (safety.max_active, safety.max_duration, safety.fail_open) == (20, 900, True)


def test_hosts_are_patterns_in_lower_case() -> None:
    assert Safety.model_validate({"allow_hosts": "API.test"}).allow_hosts == ("api.test",)


def test_a_condition_reads_as_a_sentence() -> None:
    assert str(Condition(metric="latency_p95", gt=2, window=60)) == "latency_p95 > 2 over 60 s"
    assert str(Condition(metric="client_success_ratio", lt=0.9)) == "client_success_ratio < 0.9 over 30 s"


def test_a_probe_holds_within_its_bounds() -> None:
    probe = Probe(metric="latency_p50", min=1, max=2)
    assert [probe.holds(value) for value in (0.9, 1, 2, 2.1)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("model", "fields", "why"),
    [
        (Safety, {"max_share": 1.5}, "less than or equal to 1"),
        (Safety, {"max_share": 0}, "greater than 0"),
        (Safety, {"max_active": 0}, "greater than or equal to 1"),
        (Safety, {"max_duration": "15 minutes"}, "did you mean 'm'"),
        (Safety, {"kill_switch": "signal:KILL"}, "unknown signal 'KILL'; there are USR1, USR2, HUP"),
        (Safety, {"kill_switch": "/run/off"}, "is not file:PATH or signal:USR1"),
        (Condition, {"metric": "latency_p50"}, "exactly one of gt and lt"),
        (Condition, {"metric": "latency_p50", "gt": 1, "lt": 2}, "exactly one of gt and lt"),
        (Condition, {"metric": "latency", "gt": 1}, "Input should be 'client_success_ratio'"),
        (Probe, {"metric": "requests"}, "min or max is needed"),
        (Probe, {"metric": "requests", "min": 2, "max": 1}, "is greater than max"),
    ],
)
def test_what_cannot_be_meant_is_refused(model: Any, fields: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        model.model_validate(fields)
