"""Values of DCGM's fields: each from its snapshot, none for what the card has not."""

from __future__ import annotations

import numpy as np
import pytest

from fakeai_proxy.engine.gpu import GpuNode, GpuSettings, HardwareFault, Snapshot
from fakeai_proxy.engine.gpu.fields import fields
from fakeai_proxy.engine.gpu.values import READINGS, reading
from fakeai_proxy.engine.hardware import gpu, gpus
from fakeai_proxy.engine.ledger import Rows
from fakeai_proxy.engine.pricing import Cost

MISSING_EVERYWHERE = {
    "DCGM_FI_DEV_PCI_SUBSYS_ID",
    "DCGM_FI_DEV_FAN_SPEED",
    "DCGM_FI_DEV_TOTAL_BASE_CLOCKS_VIOLATION",
    "DCGM_FI_DEV_RETIRED_SBE",
    "DCGM_FI_DEV_RETIRED_DBE",
    "DCGM_FI_DEV_RETIRED_PENDING",
    "DCGM_FI_PROF_NVOFA1_ACTIVE",
}
"""Unknown for every card, or of older and of actively cooled ones."""


def loaded(model: str = "H100", until: float = 30.0) -> Snapshot:
    node = GpuNode(GpuSettings(gpu_model=model, gpu_count=2))
    node.ledger(0, 2, at=0.0).append(1.0, 29.0, 32, 0, Cost(seconds=0.02, dram=0.5, tensor=0.2, nvlink=9e9))
    return node.read(until)


def value(name: str, shot: Snapshot) -> Rows:
    read = reading(f"DCGM_FI_{name}", shot.card)
    assert read, name
    return read(shot)


def test_all_readings_are_fields() -> None:
    assert {f"DCGM_FI_{name}" for name in READINGS} <= fields().keys()


@pytest.mark.parametrize(
    ("model", "count"),
    [
        ("A100", 249),
        ("H100", 299),
        ("H200", 299),
        ("B100", 306),
        ("B200", 307),
        ("GB200", 303),
        ("L40S", 137),
    ],
)
def test_every_field_that_applies_has_a_value(model: str, count: int) -> None:
    shot = loaded(model)
    there = [name for name in fields() if name.startswith("DCGM_FI") and reading(name, shot.card)]
    assert len(there) == count
    assert not MISSING_EVERYWHERE & set(there)
    for name in there:
        assert value(name.removeprefix("DCGM_FI_"), shot).shape == (2,), name


def test_on_an_h100_nothing_is_blank() -> None:
    shot = loaded()
    for name in fields():
        if name.startswith("DCGM_FI") and (read := reading(name, shot.card)):
            assert np.isfinite(read(shot)).all(), name


@pytest.mark.parametrize("model", list(gpus()))
def test_the_framebuffer_adds_up(model: str) -> None:
    for shot in (loaded(model, 0.0), loaded(model)):
        reserved = value("DEV_FB_RESERVED", shot) if shot.card.reserved_mib else 0
        whole = value("DEV_FB_FREE", shot) + value("DEV_FB_USED", shot) + reserved
        assert whole.tolist() == value("DEV_FB_TOTAL", shot).tolist()
        assert (value("DEV_FB_FREE", shot) >= 0).all()


def test_ratios_utilizations_and_rates_of_a_decode_load() -> None:
    shot = loaded()
    assert value("DEV_GPU_UTIL", shot) == pytest.approx([100, 100])
    assert value("DEV_MEM_COPY_UTIL", shot) == pytest.approx([55, 55])
    assert value("PROF_GR_ENGINE_ACTIVE", shot) == pytest.approx([1, 1])
    assert value("PROF_PIPE_TENSOR_ACTIVE", shot) == pytest.approx([0.2, 0.2])
    assert value("PROF_SM_OCCUPANCY", shot) == pytest.approx(0.2 * value("PROF_SM_ACTIVE", shot))
    assert value("DEV_NVLINK_BANDWIDTH_TOTAL", shot) == pytest.approx([18_000, 18_000])  # MB/s, both ways
    assert value("DEV_NVLINK_BANDWIDTH_L17", shot) == pytest.approx([1000, 1000])
    assert value("PROF_NVLINK_TX_BYTES", shot) == pytest.approx([9e9, 9e9])
    assert value("PROF_NVLINK_L3_RX_BYTES", shot) == pytest.approx([5e8, 5e8])


def test_totals_are_integrals() -> None:
    shot = loaded()
    joules = 122 * 30 + 29 * 578 * (0.135 + 0.45 + 0.14)
    assert value("DEV_TOTAL_ENERGY_CONSUMPTION", shot) == pytest.approx([joules * 1e3] * 2)
    assert value("PROF_SM_CYCLES_ELAPSED_TOTAL", shot) == pytest.approx([30 * 1.98e9 * 132] * 2)
    assert value("PROF_HMMA_CYCLES_ACTIVE_TOTAL", shot) == pytest.approx([29 * 0.2 * 1.98e9 * 132] * 2)
    received = 29 * (4096 + 64 * 32) / 0.02 + 30 * 1.2e6
    assert value("PROF_PCIE_RX_BYTES_TOTAL", shot) == pytest.approx([received] * 2)


def test_the_tensor_ratio_is_of_the_cycles_that_there_were() -> None:
    node = GpuNode(GpuSettings(gpu_count=1))
    node.ledger(0, 1, at=0.0).append(0.0, 9.0, 32, 0, Cost(seconds=0.02, dram=0.1, tensor=0.3))
    node.inject(HardwareFault("power_brake"), 0, at=0.0)
    assert value("PROF_PIPE_TENSOR_ACTIVE", node.read(5.0)) == pytest.approx([0.6])


def test_an_idle_card_is_idle() -> None:
    shot = loaded(until=32.0)
    for name in ("DEV_GPU_UTIL", "DEV_MEM_COPY_UTIL", "PROF_GR_ENGINE_ACTIVE", "DEV_NVLINK_BANDWIDTH_TOTAL"):
        assert value(name, shot).tolist() == [0, 0]
    assert value("DEV_CLOCK_THROTTLE_REASONS", shot).tolist() == [1, 1]
    assert value("PROF_PCIE_RX_BYTES", shot).tolist() == [1.2e6, 1.2e6]


def test_links_that_a_card_lacks_have_no_value() -> None:
    a100 = gpu("A100")
    assert reading("DCGM_FI_DEV_NVLINK_BANDWIDTH_L11", a100)
    assert reading("DCGM_FI_DEV_NVLINK_BANDWIDTH_L12", a100) is None
    assert reading("DCGM_FI_PROF_NVLINK_L12_TX_BYTES", a100) is None
    assert reading("DCGM_FI_DEV_NVLINK_COUNT_TX_BYTES", a100) is None
    assert reading("DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL", gpu("L40S")) is None


def test_banks_with_spare_rows_start_full() -> None:
    node = GpuNode(GpuSettings(gpu_model="A100", gpu_count=2))
    node.inject(HardwareFault("row_remap"), 1, at=0.0)
    shot = node.read(1.0)
    assert value("DEV_BANKS_REMAP_ROWS_AVAIL_MAX", shot).tolist() == [640, 639]
    assert value("DEV_BANKS_REMAP_ROWS_AVAIL_HIGH", shot).tolist() == [0, 1]
    assert value("DEV_ECC_DBE_AGG_TOTAL", shot).tolist() == [0, 1]


def test_clocks_without_a_context_are_idle_clocks() -> None:
    shot = GpuNode(GpuSettings(gpu_count=1)).read(5.0)
    assert (value("DEV_SM_CLOCK", shot)[0], value("DEV_VIDEO_CLOCK", shot)[0]) == (345, 765)
    assert value("DEV_VIDEO_CLOCK", loaded())[0] == 1545
    assert value("DEV_LOW_UTIL_VIOLATION", shot)[0] == 5e9
