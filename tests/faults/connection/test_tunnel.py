"""Parameters; what a client sees of them: tests/proxy/test_effects.py."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from fakeai_proxy.faults import ConnectionFault, fault_of

DEFAULTS: dict[str, tuple[str, dict[str, Any]]] = {
    "connect_refused": ("connect", {"status": 502, "body": "", "delay": 0}),
    "connect_slow": ("connect", {"delay": None}),
    "bad_certificate": ("tls", {"kind": "self_signed"}),
    "tls_failure": ("tls", {"max_version": None}),
    "stale": ("reuse", {}),
    "continue_withheld": ("expect", {"hold": None}),
    "window_stall": ("upload", {"window": 65_535}),
    "slow_upload": ("upload", {"kib_per_second": 64}),
    "early_reply": ("upload", {"status": 413, "after_bytes": 0}),
}

WRONG: list[tuple[str, dict[str, Any]]] = [
    ("connect_refused", {"status": 500}),
    ("connect_refused", {"delay": -1}),
    ("connect_slow", {"delay": 1e9}),
    ("bad_certificate", {"kind": "old"}),
    ("tls_failure", {"max_version": "1.3"}),
    ("stale", {"every": 2}),
    ("continue_withheld", {"hold": -1}),
    ("window_stall", {"window": 1}),
    ("slow_upload", {"kib_per_second": 0}),
    ("early_reply", {"status": 200}),
    ("early_reply", {"after_bytes": -1}),
]


@pytest.mark.parametrize("name", DEFAULTS)
def test_each_has_its_phase_and_can_be_named_alone(name: str) -> None:
    fault = fault_of({"type": f"connection.{name}"})
    assert isinstance(fault, ConnectionFault)
    phase, parameters = DEFAULTS[name]
    assert fault.phase == phase
    assert fault.model_dump() == {"type": f"connection.{name}", **parameters}


@pytest.mark.parametrize(("name", "given"), WRONG)
def test_what_is_wrong_is_refused(name: str, given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        fault_of({"type": f"connection.{name}", **given})
