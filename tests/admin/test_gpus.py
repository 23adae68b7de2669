from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.engine.gpu.faults import HARDWARE_FAULTS
from fakeai_proxy.simulator import Simulator

from .asking import ask, refused, simulator, told, whole

FAULTS = "/_fakeai/gpu/faults"


def inject(running: Simulator, **injection: Any) -> Any:
    return told(ask(running, FAULTS, "POST", injection))


def test_all_is_well_at_first() -> None:
    with simulator(dcgm={"gpu_count": 2}) as running:
        listed = told(ask(running, FAULTS))
    assert listed["faults"].keys() == HARDWARE_FAULTS.keys()
    well = {"present": True, "stopped": False, "health": {}, "xids": []}
    assert listed["gpus"] == [{"gpu": 0, **well}, {"gpu": 1, **well}]


def test_a_gpu_that_fell_off_the_bus_is_gone_until_it_is_repaired() -> None:
    clock = ManualClock()
    with simulator(clock, dcgm={"gpu_count": 2}) as running:
        clock.advance(5)
        gone = inject(running, fault="off_the_bus", gpu=1)["gpus"][1]
        assert (gone["present"], gone["stopped"]) == (False, True)
        assert [(one["xid"], one["at"]) for one in gone["xids"]] == [(79, 5.0)]
        assert b'gpu="1"' not in whole(ask(running, "/dcgm/metrics"))[0]
        assert [one["gpu"] for one in told(ask(running, "/dcgm/metrics/json"))["gpus"]] == [0]
        assert told(ask(running, "/health/detailed"))["status"] == "degraded"
        clock.advance(5)
        assert told(ask(running, f"{FAULTS}?gpu=1", "DELETE"))["cleared"] == [1]
        assert b'gpu="1"' in whole(ask(running, "/dcgm/metrics"))[0]
        assert told(ask(running, "/health/detailed"))["status"] == "healthy"


def test_all_are_repaired_at_once() -> None:
    with simulator(dcgm={"gpu_count": 3}) as running:
        for gpu in range(3):
            inject(running, fault="double_bit_error", gpu=gpu)
        cleared = told(ask(running, FAULTS, "DELETE"))
    assert cleared["cleared"] == [0, 1, 2]
    assert not any(one["stopped"] or one["health"] for one in cleared["gpus"])


def test_an_amount() -> None:
    with simulator() as running:
        assert inject(running, fault="hot_air", amount=70)["injected"]["amount"] == 70


@pytest.mark.parametrize(
    ("injection", "message"),
    [
        ({"fault": "of_the_bus"}, "unknown hardware fault 'of_the_bus' (did you mean 'off_the_bus'?)"),
        ({"fault": "off_the_bus", "gpu": 8}, "no GPU 8: there are 0 to 7"),
        ({"fault": "off_the_bus", "amount": 2}, "hardware fault off_the_bus takes no amount"),
        ({"fault": "hot_air", "amount": 1000}, "hardware fault hot_air: 1000 is not within"),
        ({"fault": "hot_air", "gpu": "first"}, "gpu: Input should be a valid integer"),
        ({}, "fault: Field required"),
    ],
)
def test_what_cannot_be_injected(injection: object, message: str) -> None:
    with simulator() as running:
        assert refused(ask(running, FAULTS, "POST", injection)).startswith(message)


def test_a_gpu_that_is_not_there_cannot_be_repaired() -> None:
    with simulator() as running:
        assert "gpu: '8' is not a number from 0 to 7" in refused(ask(running, f"{FAULTS}?gpu=8", "DELETE"))


def test_only_this_machine_may_break_anything() -> None:
    with simulator() as running:
        assert refused(ask(running, FAULTS, "POST", {"fault": "hot_air"}, peer="192.0.2.1"), 403)
        assert refused(ask(running, FAULTS, "DELETE", peer="192.0.2.1"), 403)


@pytest.mark.parametrize("origin", ["https://evil.test", "http://fakeai.local", "null"])
def test_no_page_in_a_browser_breaks_one(origin: str) -> None:
    page = (("origin", origin), ("content-type", "text/plain"))
    with simulator() as running:
        said = refused(ask(running, FAULTS, "POST", {"fault": "hot_air"}, headers=page), 403)
        assert said == "What changes the proxy is not taken from web pages."
        assert refused(ask(running, FAULTS, "DELETE", headers=page), 403)
