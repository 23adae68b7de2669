"""The node: energy is the integral of power, idle is idle, faults have all their consequences."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.engine.gpu import HARDWARE_FAULTS, GpuNode, GpuSettings, HardwareFault, Snapshot
from fakeai_proxy.engine.gpu.load import BUSY, DRAM, PCIE_RECEIVED, SENT, TENSOR
from fakeai_proxy.engine.gpu.state import ENERGY, POWER_CAP, THERMAL
from fakeai_proxy.engine.ledger import ROOM, Ledger, Rows
from fakeai_proxy.engine.pricing import Cost

DECODE = Cost(seconds=0.02, dram=0.55, tensor=0.05, nvlink=4e9)
PREFILL = Cost(seconds=0.1, dram=0.3, tensor=0.9, nvlink=4e10)


def node(**settings: object) -> GpuNode:
    return GpuNode(GpuSettings.model_validate({"gpu_count": 2, **settings}), seed=1)


def decode(ledger: Ledger, start: float, end: float, each: float = 0.02) -> None:
    for step in np.arange(start, end - each / 2, each):
        ledger.append(float(step), each, 32, 0, DECODE)


def same(one: Snapshot, other: Snapshot) -> bool:
    names = (
        "power_w",
        "power_now_w",
        "gpu_c",
        "memory_c",
        "clock_mhz",
        "reasons",
        "rates",
        "totals",
        "recent",
        "used_mib",
    )
    return all(np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True) for name in names)


def test_a_new_node_idles_without_a_context() -> None:
    shot = node().read(0.0)
    assert shot.power_w.tolist() == shot.power_now_w.tolist() == [73.5, 73.5]
    assert shot.clock_mhz.tolist() == [345, 345]
    assert shot.used_mib.tolist() == [0, 0]


def test_a_worker_raises_the_idle_power_of_its_own_cards_for_as_long_as_it_is_there() -> None:
    gpus = node()
    ledger = gpus.ledger(1, 1, at=10.0)
    assert gpus.read(30.0).power_w == pytest.approx([73.5, 122])
    gpus.release(ledger, at=40.0)
    gpus.release(ledger, at=50.0)
    assert gpus.read(60.0).power_w == pytest.approx([73.5, 73.5])
    assert gpus.read(60.0).used_mib.tolist() == [0, 0]


def test_weights_come_over_pcie_first() -> None:
    gpus = node()
    gpus.ledger(0, 1, at=10.0, weights=50e9)
    assert gpus.read(11.0).rates[0, PCIE_RECEIVED] == pytest.approx(25)
    shot = gpus.read(20.0)
    assert shot.totals[0, PCIE_RECEIVED] == pytest.approx(50)
    assert shot.rates[0, PCIE_RECEIVED] == 0


def test_a_load_settles_and_falls_back() -> None:
    gpus = node()
    ledger = gpus.ledger(0, 2, at=0.0)
    decode(ledger, 100.0, 200.0)
    before, loaded, after, later = (gpus.read(at) for at in (100.0, 200.0, 201.5, 500.0))
    assert before.power_w == pytest.approx([122, 122])
    assert loaded.power_w == pytest.approx(122 + 578 * (0.135 + 0.9 * 0.55 + 0.7 * 0.05) * np.ones(2))
    assert loaded.rates[0, [BUSY, DRAM, TENSOR, SENT]] == pytest.approx([1, 0.55, 0.05, 4])
    assert (loaded.gpu_c > before.gpu_c + 15).all()
    assert after.power_w == pytest.approx([122, 122])
    assert after.rates[:, BUSY].tolist() == [0, 0]
    assert (after.gpu_c > later.gpu_c + 10).all()
    assert later.gpu_c == pytest.approx(before.gpu_c, abs=0.6)


def integrated(gpus: GpuNode, start: float, end: float) -> Rows:
    """Joules by many readings of the power, where loads change at whole hundredths of a second."""
    middles = np.arange(start + 0.0025, end, 0.005)
    power: Rows = np.mean([gpus.read(float(at)).power_now_w for at in middles], axis=0)
    return power * (end - start)


def test_energy_between_scrapes_is_the_integral_of_power() -> None:
    gpus = node()
    first, second = gpus.ledger(0, 1, at=0.0), gpus.ledger(1, 2, at=0.0)
    chance, at = np.random.default_rng(3), 0.0
    while at < 8:
        cost = PREFILL if chance.random() < 0.2 else DECODE
        first.append(at, cost.seconds, 16, 0, cost)
        second.append(at + 0.01, cost.seconds / 2, 16, 0, cost)
        at = round(at + cost.seconds + 0.01 * int(chance.integers(0, 3)), 6)
    read = [gpus.read(at) for at in (4.0, 4.5, 5.5)]
    for one, other in pairwise(read):
        assert other.energy_j - one.energy_j == pytest.approx(integrated(gpus, one.at, other.at), rel=1e-3)


def test_so_it_is_while_heat_holds_it_back() -> None:
    gpus = node(ambient_c=70)
    decode(gpus.ledger(0, 2, at=0.0), 0.0, 40.0, each=0.1)
    one, other = gpus.read(30.0), gpus.read(31.0)
    assert (other.power_now_w < 300).all()
    assert other.energy_j - one.energy_j == pytest.approx(integrated(gpus, 30.0, 31.0), rel=1e-3)


def test_power_usage_is_the_mean_of_a_second() -> None:
    gpus = node()
    ledger = gpus.ledger(0, 1, at=0.0)
    decode(ledger, 5.0, 5.5)
    shot = gpus.read(6.0)
    busy = gpus.read(5.4).power_now_w[0]
    assert shot.power_w[0] == pytest.approx((busy + 122) / 2)
    assert shot.power_now_w[0] == 122


def test_reading_twice_is_reading_the_same() -> None:
    gpus = node(workload_intensity=0.4)
    ledger = gpus.ledger(0, 2, at=0.0)
    decode(ledger, 0.0, 40.0)
    for at in (3.0, 17.3, 39.99):
        assert same(gpus.read(at), gpus.read(at))


def test_two_nodes_of_one_seed_are_alike_however_often_they_are_read() -> None:
    one, other = node(workload_intensity="medium"), node(workload_intensity="medium")
    for gpus in (one, other):
        decode(gpus.ledger(0, 2, at=0.0), 0.0, 60.0)
    for at in range(60):
        one.read(float(at))
    assert one.read(60.0).totals == pytest.approx(other.read(60.0).totals, rel=1e-9)
    assert one.read(60.0).gpu_c == pytest.approx(other.read(60.0).gpu_c)


def test_counters_never_fall() -> None:
    gpus = node(ambient_c=60)
    ledger, last = gpus.ledger(0, 2, at=0.0), np.zeros((2, 20))
    for second in range(200):
        if second % 3:
            decode(ledger, second, second + 1.0)
        totals = np.rint(gpus.read(second + 0.7).totals * 1e9)
        assert (totals >= last).all()
        last = totals


def test_loads_of_two_deployments_add_up_and_stop_at_the_whole_card() -> None:
    gpus = node(gpu_count=1)
    for worker in range(3):
        decode(gpus.ledger(worker, 1, at=0.0), 0.0, 10.0)
    rates = gpus.read(9.0).rates[0]
    assert (rates[BUSY], rates[DRAM]) == pytest.approx((1, 1))
    assert rates[TENSOR] == pytest.approx(0.15)


def test_a_step_in_the_future_counts_as_far_as_it_has_come() -> None:
    gpus = node()
    gpus.ledger(0, 1, at=0.0).append(1.0, 10.0, 1, 0, DECODE)
    assert gpus.read(4.0).totals[0, BUSY] == pytest.approx(3)
    assert gpus.read(20.0).totals[0, BUSY] == pytest.approx(10)


def test_a_long_history_is_summed_up_by_itself() -> None:
    gpus = node()
    ledger, steps = gpus.ledger(0, 2, at=0.0), 30 * ROOM
    for step in range(steps):
        ledger.append(step * 0.02, 0.02, 32, 0, DECODE)
    assert sum(len(tenant.spans) for tenant in gpus._timeline.tenants) <= 5 * ROOM
    assert gpus.energy_joules(steps * 0.02)[0] == pytest.approx(
        gpus.read(0.02).power_now_w[0] * steps * 0.02, rel=0.01
    )
    assert gpus.read(steps * 0.02).totals[0, BUSY] == pytest.approx(steps * 0.02)


def test_so_is_one_of_which_everything_is_recent() -> None:
    gpus = node()
    ledger, steps = gpus.ledger(0, 1, at=0.0), 40 * ROOM
    for step in range(steps):
        ledger.append(step * 1e-5, 1e-5, 1, 0, DECODE)
    assert sum(len(tenant.spans) for tenant in gpus._timeline.tenants) <= 17 * ROOM
    assert gpus.read(steps * 1e-5 + 1).totals[0, BUSY] == pytest.approx(steps * 1e-5)


def test_energy_before_the_frontier_is_found_too() -> None:
    gpus = node()
    gpus.read(1000.0)
    assert gpus.energy_joules(500.0) == pytest.approx([500 * 73.5] * 2)
    assert gpus.read(900.0).at == 990.0


def test_a_background_load_has_a_context_and_draws_power() -> None:
    shot = node(workload_intensity="high").read(3600.0)
    assert (shot.rates[:, BUSY] > 0.6).all()
    assert (shot.power_w > 300).all()
    assert (shot.used_mib > 0).all()


def test_warm_air_throttles() -> None:
    gpus = node(ambient_c=65)
    decode(gpus.ledger(0, 2, at=0.0), 0.0, 200.0, each=0.1)
    shot = gpus.read(200.0)
    assert shot.gpu_c == pytest.approx([87, 87])
    assert (shot.totals[:, THERMAL] > 60).all()
    assert (shot.reasons & 0x20 > 0).all()
    assert (shot.clock_mhz < 1980).all()
    assert (shot.totals[:, ENERGY] < 200 * 510).all()


def test_a_card_off_the_bus_takes_its_workers_along() -> None:
    gpus = node(gpu_count=4)
    gpus.inject(HardwareFault("off_the_bus"), 1, at=5.0)
    assert gpus.read(5.0).present.tolist() == [True, False, True, True]
    assert [gpus.healthy(worker, 2) for worker in range(3)] == [False, True, False]
    assert [gpus.healthy(worker, 1) for worker in range(2)] == [True, False]
    gpus.clear(1, at=9.0)
    assert gpus.read(9.0).present.all()
    assert gpus.healthy(0, 2)


def test_a_broken_link_stops_only_those_who_need_it() -> None:
    gpus = node()
    gpus.inject(HardwareFault("nvlink_error"), 0, at=1.0)
    assert (gpus.healthy(0, 1), gpus.healthy(0, 2)) == (True, False)
    gpus.inject(HardwareFault("double_bit_error"), 0, at=2.0)
    assert not gpus.healthy(0, 1)
    gpus.inject(HardwareFault("nvlink_error"), 0, at=3.0)
    assert not gpus.healthy(0, 1)


def test_a_row_to_remap_is_counted_everywhere() -> None:
    gpus = node()
    gpus.inject(HardwareFault("row_remap"), 1, at=1.0)
    errors = gpus.read(2.0).errors
    assert errors.last_xid.tolist() == [0, 63]
    assert {name: counts.tolist() for name, counts in errors.counts.items() if "REMAP" in name} == {
        "DCGM_FI_DEV_BANKS_REMAP_ROWS_AVAIL_MAX": [0, -1],
        "DCGM_FI_DEV_BANKS_REMAP_ROWS_AVAIL_HIGH": [0, 1],
        "DCGM_FI_DEV_ROW_REMAP_PENDING": [0, 1],
        "DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS": [0, 1],
    }
    assert gpus.healthy(1, 1)


def test_an_amount_of_errors_is_an_amount() -> None:
    gpus = node()
    gpus.inject(HardwareFault("single_bit_errors", 353), 0, at=1.0)
    assert gpus.read(1.0).errors.counts["DCGM_FI_DEV_ECC_SBE_AGG_DEV"].tolist() == [353, 0]


@pytest.mark.parametrize("name", ["hot_air", "fan_failure", "power_cap", "power_brake"])
def test_what_slows_a_card_down_ends_with_it(name: str) -> None:
    gpus = node()
    for worker in range(2):
        decode(gpus.ledger(worker, 1, at=0.0), 0.0, 400.0, each=0.1)
    gpus.inject(HardwareFault(name), 0, at=100.0)
    shot = gpus.read(200.0)
    assert shot.clock_mhz[0] < shot.clock_mhz[1] == 1980
    assert shot.power_w[0] < shot.power_w[1]
    gpus.clear(0, at=200.0)
    shot = gpus.read(400.0)
    assert shot.power_w[0] == pytest.approx(shot.power_w[1])
    assert shot.clock_mhz.tolist() == [1980, 1980]


def test_a_power_cap_is_a_violation_while_it_holds() -> None:
    gpus = node()
    decode(gpus.ledger(0, 1, at=0.0), 0.0, 60.0)
    gpus.inject(HardwareFault("power_cap", 0.5), 0, at=20.0)
    shot = gpus.read(60.0)
    assert shot.limit_w.tolist() == [350, 700]
    assert shot.power_w[0] == pytest.approx(350)
    assert shot.totals[0, POWER_CAP] == pytest.approx(40)


def test_what_is_not_there_cannot_break() -> None:
    with pytest.raises(SettingsError, match="no GPU 2: there are 0 to 1"):
        node().inject(HardwareFault("off_the_bus"), 2, at=0.0)
    with pytest.raises(SettingsError, match="no GPU -1"):
        node().clear(-1, at=0.0)
    with pytest.raises(SettingsError, match="L40S has no NVLink"):
        node(gpu_model="L40S").inject(HardwareFault("nvlink_error"), 0, at=0.0)


@pytest.mark.parametrize("name", HARDWARE_FAULTS)
def test_every_fault_can_be_injected_and_cleared(name: str) -> None:
    gpus = node()
    before = gpus.read(1.0)
    gpus.inject(HardwareFault(name), 0, at=1.0)
    gpus.clear(0, at=1.0)
    after = gpus.read(1.0)
    assert after.present.all()
    assert after.limit_w.tolist() == before.limit_w.tolist()
    assert gpus.healthy(0, 2)


def test_workers_share_cards_when_they_need_more() -> None:
    gpus = node(gpu_count=3)
    assert [gpus.cards(worker, 2).tolist() for worker in range(3)] == [[0, 1], [0, 2], [1, 2]]
    assert gpus.cards(0, 8).tolist() == [0, 1, 2]
