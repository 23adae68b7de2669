from __future__ import annotations

import json

from fakeai_proxy.engine.gpu.faults import HardwareFault
from tests.admin.asking import simulator

from .answering import answering, pages
from .conftest import Run


def test_a_proxy_that_is_well(run: Run) -> None:
    with simulator() as running, answering(pages(running)) as (base, _):
        ran = run("status", "--url", base)
        told = run("status", "--url", base, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"healthy at {base}, version ")
    assert "workers" in ran.out
    assert json.loads(told.out)["status"] == "healthy"


def test_one_that_is_not(run: Run) -> None:
    with simulator() as running, answering(pages(running)) as (base, _):
        running.services.cluster.node.inject(HardwareFault("double_bit_error"), 3, 0.0)
        ran = run("status", "--url", base)
        told = run("status", "--url", base, "--json")
    assert (ran.code, ran.out[:8], told.code) == (1, "degraded", 1)
    assert "not well: 3" in ran.out


def test_none_at_all(run: Run) -> None:
    ran = run("status", "--url", "http://127.0.0.1:1")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith("fakeai-proxy: no fakeai-proxy answers at http://127.0.0.1:1: ")
