"""The exporter's own families: XIDs, reasons for slower clocks, health, pairs of cards."""

from __future__ import annotations

from fakeai_proxy.engine.gpu import GpuNode, GpuSettings, HardwareFault
from fakeai_proxy.engine.pricing import Cost
from fakeai_proxy.telemetry.dcgm_events import EVENTS, WATCHES, Event

WINDOW = {"window_size_in_ms": "300000"}


def node(gpus: int = 2, model: str = "H100", ambient: float = 24.0) -> GpuNode:
    return GpuNode(GpuSettings(gpu_model=model, gpu_count=gpus, ambient_c=ambient))


def events(name: str, gpus: GpuNode, at: float) -> list[Event]:
    return list(EVENTS[f"DCGM_EXP_{name}"](gpus.read(at)))


def test_xids_are_counted_within_the_window() -> None:
    gpus = node()
    for at in (10.0, 20.0):
        gpus.inject(HardwareFault("row_remap"), 1, at=at)
    gpus.inject(HardwareFault("nvlink_error"), 1, at=20.0)
    assert events("XID_ERRORS_COUNT", gpus, 20.0) == [
        Event(0, WINDOW, 0),
        Event(1, {**WINDOW, "xid": "63"}, 2),
        Event(1, {**WINDOW, "xid": "74"}, 1),
    ]
    assert events("XID_ERRORS_COUNT", gpus, 315.0)[1] == Event(1, {**WINDOW, "xid": "63"}, 1)
    assert events("XID_ERRORS_COUNT", gpus, 321.0)[1] == Event(1, WINDOW, 0)


def test_reasons_are_counted_by_the_second() -> None:
    gpus = node()
    gpus.ledger(0, 1, at=0.0).append(0.0, 1000.0, 32, 0, Cost(seconds=0.1, dram=0.9, tensor=0.9))
    assert events("CLOCK_EVENTS_COUNT", gpus, 100.0) == [
        Event(0, {"clock_event": "power_cap", **WINDOW}, 100),
        Event(1, {"clock_event": "gpu_idle", **WINDOW}, 100),
    ]
    assert events("CLOCK_EVENTS_COUNT", gpus, 900.0)[0].value == 300


def test_a_card_without_any_reason_has_a_zero() -> None:
    gpus = node(gpus=1)
    gpus.ledger(0, 1, at=0.0).append(0.0, 1000.0, 32, 0, Cost(seconds=0.02, dram=0.3))
    assert events("CLOCK_EVENTS_COUNT", gpus, 500.0) == [Event(0, WINDOW, 0)]


def test_hardware_slowdowns_have_two_names() -> None:
    gpus = node(gpus=1)
    gpus.inject(HardwareFault("power_brake"), 0, at=0.0)
    names = {event.labels["clock_event"]: event.value for event in events("CLOCK_EVENTS_COUNT", gpus, 50.0)}
    assert names == {"gpu_idle": 50, "hw_slowdown": 50, "hw_power_brake": 50}


def test_a_healthy_card_passes_every_watch() -> None:
    found = events("GPU_HEALTH_STATUS", node(gpus=1), 5.0)
    assert [event.labels["health_watch"] for event in found] == list(WATCHES)
    assert {(event.labels["health_error_code"], event.value) for event in found} == {("DCGM_FR_OK", 0)}


def test_health_follows_faults_and_heat() -> None:
    gpus = node(gpus=1, ambient=75.0)
    gpus.ledger(0, 1, at=0.0).append(0.0, 100.0, 32, 0, Cost(seconds=0.02, dram=0.6))
    gpus.inject(HardwareFault("double_bit_error"), 0, at=50.0)
    levels = {
        event.labels["health_watch"]: (event.labels["health_error_code"], event.value)
        for event in events("GPU_HEALTH_STATUS", gpus, 60.0)
        if event.value
    }
    assert levels == {
        "MEM": ("DCGM_FR_VOLATILE_DBE_DETECTED", 20),
        "THERMAL": ("DCGM_FR_CLOCK_THROTTLE_THERMAL", 10),
    }


def test_every_pair_is_linked_until_a_link_breaks() -> None:
    gpus = node(gpus=3)
    found = events("P2P_STATUS", gpus, 1.0)
    assert [(event.card, event.labels["peer_gpu"]) for event in found[:3]] == [(0, "1"), (0, "2"), (1, "0")]
    assert {(event.labels["link_status"], event.value) for event in found} == {("OK", 0)}
    gpus.inject(HardwareFault("nvlink_error"), 2, at=1.0)
    down = [event.card for event in events("P2P_STATUS", gpus, 1.0) if event.value]
    assert down == [0, 1, 2, 2]


def test_cards_without_nvlink_have_no_pairs() -> None:
    assert events("P2P_STATUS", node(model="L40S"), 1.0) == []
