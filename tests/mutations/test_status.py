from __future__ import annotations

from tests.faults.payload.played import whole_steps
from tests.playbook import body, head

from .played import passed


def test_only_the_status_is_another() -> None:
    steps, _ = passed({"type": "status", "status": 418, "reason": "Tea"}, whole_steps(b"{}"))
    before = head(whole_steps(b"{}"))
    assert (head(steps).status, head(steps).reason, head(steps).headers) == (418, "Tea", before.headers)
    assert body(steps) == b"{}"
