"""The numeric fields of DCGM, each from a snapshot. What a card has not, or nobody knows, has no value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from zlib import crc32

import numpy as np

from fakeai_proxy.engine.hardware import Gpu
from fakeai_proxy.engine.ledger import Rows

from .constants import CONSTANTS
from .load import (
    BUSY,
    DRAM,
    OCCUPANCY,
    PCIE_RECEIVED,
    PCIE_SENT,
    RECEIVED,
    SENT,
    SM,
    TENSOR,
)
from .snapshot import Snapshot
from .state import (
    ACTIVE_CLOCK,
    BELOW_DEFAULT,
    CLOCK,
    CLOCKS_DOWN,
    ENERGY,
    HARD_BRAKE,
    HARD_THERMAL,
    POWER_CAP,
    THERMAL,
)

Reading = Callable[[Snapshot], Rows]

PCIE_FLOOR = 1.2e6
"""Bytes per second each way that the driver itself causes."""
PACKET = 256
"""Bytes of an NVLink packet, on average."""
BAR1_MIB, BAR1_PROCESS_MIB = 2, 2
FP32_SHARE, FP16_SHARE, INT_SHARE = 0.05, 0.03, 0.06
"""Of the cycles of active SMs: norms, softmax, sampling; elementwise work; addresses."""


def _rate(column: int, factor: float = 1.0, floor: float = 0.0) -> Reading:
    return lambda shot: shot.rates[:, column] * factor + floor


def _total(column: int, factor: float = 1.0, floor: float = 0.0) -> Reading:
    return lambda shot: shot.totals[:, column] * factor + floor * shot.at


def _cycles(column: int, share: float = 1.0) -> Reading:
    return lambda shot: shot.totals[:, column] * (share * 1e6 * shot.card.sms)


def _index(shot: Snapshot) -> Rows:
    return np.arange(len(shot.present), dtype=np.float64)


def _zeros(shot: Snapshot) -> Rows:
    return np.zeros(len(shot.present))


def _tensor_cycles(shot: Snapshot) -> Rows:
    cycles: Rows = shot.totals[:, TENSOR] * ((shot.card.sm_max_mhz or np.nan) * 1e6 * shot.card.sms)
    return cycles


def _tensor_ratio(shot: Snapshot) -> Rows:
    """Of the cycles that passed: those were fewer while the card was slowed down."""
    mhz, full = shot.rates[:, CLOCK], shot.card.sm_max_mhz
    if full is None:
        return shot.rates[:, TENSOR]
    return np.minimum(shot.rates[:, TENSOR] * full / np.maximum(mhz, 1), 1)


def _video_clock(shot: Snapshot) -> Rows:
    card = shot.card
    if not (card.video_max_mhz and card.sm_max_mhz):
        return np.full(len(shot.present), np.nan)
    running = np.rint(shot.clock_mhz * card.video_max_mhz / card.sm_max_mhz / 15) * 15
    return np.where(shot.contexts > 0, running, card.video_idle_mhz or np.nan)


def _fb_free(shot: Snapshot) -> Rows:
    return shot.card.memory_mib - (shot.card.reserved_mib or 0) - shot.used_mib.astype(np.float64)


def _bar1_used(shot: Snapshot) -> Rows:
    return BAR1_MIB + BAR1_PROCESS_MIB * shot.contexts


MB_S = 1e3
"""From the unit of loads, 1e9 bytes per second."""

READINGS: Mapping[str, Reading] = MappingProxyType(
    {
        "DEV_NVML_INDEX": _index,
        "DEV_MINOR_NUMBER": _index,
        "DEV_INFOROM_CONFIG_CHECK": lambda shot: np.array(
            [float(crc32(one.uuid.encode())) for one in shot.identities]
        ),
        "DEV_BAR1_USED": _bar1_used,
        "DEV_BAR1_FREE": lambda shot: (shot.card.bar1_mib or np.nan) - _bar1_used(shot),
        "DEV_SM_CLOCK": lambda shot: shot.clock_mhz,
        "DEV_VIDEO_CLOCK": _video_clock,
        "DEV_CLOCK_THROTTLE_REASONS": lambda shot: shot.reasons.astype(np.float64),
        "DEV_MEMORY_TEMP": lambda shot: shot.memory_c,
        "DEV_GPU_TEMP": lambda shot: shot.gpu_c,
        "DEV_GPU_TEMP_LIMIT": lambda shot: (shot.card.max_operating_c or np.nan) - np.rint(shot.gpu_c),
        "DEV_POWER_USAGE": lambda shot: shot.power_w,
        "DEV_TOTAL_ENERGY_CONSUMPTION": _total(ENERGY, 1e3),
        "DEV_POWER_USAGE_INSTANT": lambda shot: shot.power_now_w,
        "DEV_POWER_MGMT_LIMIT": lambda shot: shot.limit_w,
        "DEV_ENFORCED_POWER_LIMIT": lambda shot: shot.limit_w,
        "DEV_PCIE_TX_THROUGHPUT": _rate(PCIE_SENT, 1e6, PCIE_FLOOR / 1e3),
        "DEV_PCIE_RX_THROUGHPUT": _rate(PCIE_RECEIVED, 1e6, PCIE_FLOOR / 1e3),
        "DEV_GPU_UTIL": _rate(BUSY, 100),
        "DEV_MEM_COPY_UTIL": lambda shot: 100 * np.minimum(1.1 * shot.rates[:, DRAM], 1),
        "DEV_XID_ERRORS": lambda shot: shot.errors.last_xid.astype(np.float64),
        "DEV_POWER_VIOLATION": _total(POWER_CAP, 1e9),
        "DEV_THERMAL_VIOLATION": _total(THERMAL, 1e9),
        "DEV_LOW_UTIL_VIOLATION": _total(CLOCKS_DOWN, 1e9),
        "DEV_TOTAL_APP_CLOCKS_VIOLATION": _total(BELOW_DEFAULT, 1e9),
        "DEV_FB_FREE": _fb_free,
        "DEV_FB_USED": lambda shot: shot.used_mib.astype(np.float64),
        "DEV_FB_USED_PERCENT": lambda shot: shot.used_mib / (shot.used_mib + _fb_free(shot)),
        "DEV_NVLINK_BANDWIDTH_TOTAL": lambda shot: (shot.rates[:, SENT] + shot.rates[:, RECEIVED]) * MB_S,
        "DEV_NVLINK_COUNT_TX_PACKETS": _total(SENT, 1e9 / PACKET),
        "DEV_NVLINK_COUNT_TX_BYTES": _total(SENT, 1e9),
        "DEV_NVLINK_COUNT_RX_PACKETS": _total(RECEIVED, 1e9 / PACKET),
        "DEV_NVLINK_COUNT_RX_BYTES": _total(RECEIVED, 1e9),
        "DEV_NVLINK_COUNT_FEC_HISTORY_0": _total(RECEIVED, 1e9 / PACKET),
        "DEV_CLOCKS_EVENT_REASON_SW_POWER_CAP_NS": _total(POWER_CAP, 1e9),
        "DEV_CLOCKS_EVENT_REASON_SW_THERM_SLOWDOWN_NS": _total(THERMAL, 1e9),
        "DEV_CLOCKS_EVENT_REASON_HW_THERM_SLOWDOWN_NS": _total(HARD_THERMAL, 1e9),
        "DEV_CLOCKS_EVENT_REASON_HW_POWER_BRAKE_SLOWDOWN_NS": _total(HARD_BRAKE, 1e9),
        "PROF_GR_ENGINE_ACTIVE": _rate(BUSY),
        "PROF_SM_ACTIVE": _rate(SM),
        "PROF_SM_OCCUPANCY": _rate(OCCUPANCY),
        "PROF_PIPE_TENSOR_ACTIVE": _tensor_ratio,
        "PROF_DRAM_ACTIVE": _rate(DRAM),
        "PROF_PIPE_FP64_ACTIVE": _zeros,
        "PROF_PIPE_FP32_ACTIVE": _rate(SM, FP32_SHARE),
        "PROF_PIPE_FP16_ACTIVE": _rate(SM, FP16_SHARE),
        "PROF_PCIE_TX_BYTES": _rate(PCIE_SENT, 1e9, PCIE_FLOOR),
        "PROF_PCIE_RX_BYTES": _rate(PCIE_RECEIVED, 1e9, PCIE_FLOOR),
        "PROF_NVLINK_TX_BYTES": _rate(SENT, 1e9),
        "PROF_NVLINK_RX_BYTES": _rate(RECEIVED, 1e9),
        "PROF_PIPE_TENSOR_IMMA_ACTIVE": _zeros,
        "PROF_PIPE_TENSOR_HMMA_ACTIVE": _tensor_ratio,
        "PROF_PIPE_TENSOR_DFMA_ACTIVE": _zeros,
        "PROF_PIPE_INT_ACTIVE": _rate(SM, INT_SHARE),
        "PROF_SM_CYCLES_ELAPSED_TOTAL": _cycles(CLOCK),
        "PROF_SM_CYCLES_ACTIVE_TOTAL": _cycles(ACTIVE_CLOCK),
        "PROF_MMA_CYCLES_ACTIVE_TOTAL": _tensor_cycles,
        "PROF_DMMA_CYCLES_ACTIVE_TOTAL": _zeros,
        "PROF_HMMA_CYCLES_ACTIVE_TOTAL": _tensor_cycles,
        "PROF_IMMA_CYCLES_ACTIVE_TOTAL": _zeros,
        "PROF_DFMA_CYCLES_ACTIVE_TOTAL": _zeros,
        "PROF_PCIE_TX_BYTES_TOTAL": _total(PCIE_SENT, 1e9, PCIE_FLOOR),
        "PROF_PCIE_RX_BYTES_TOTAL": _total(PCIE_RECEIVED, 1e9, PCIE_FLOOR),
        "PROF_INT_CYCLES_ACTIVE_TOTAL": _cycles(ACTIVE_CLOCK, INT_SHARE),
        "PROF_FP64_CYCLES_ACTIVE_TOTAL": _zeros,
        "PROF_FP32_CYCLES_ACTIVE_TOTAL": _cycles(ACTIVE_CLOCK, FP32_SHARE),
        "PROF_FP16_CYCLES_ACTIVE_TOTAL": _cycles(ACTIVE_CLOCK, FP16_SHARE),
    }
)
"""Names without DCGM_FI_."""

LINK = re.compile(r"NVLINK_.*?L(\d+)(?:_(TX|RX)_BYTES)?$")
ENGINE = re.compile(r"PROF_(NVDEC|NVJPG|NVOFA)(\d)_ACTIVE")
COUNTED = re.compile(
    r"DEV_(ECC_[SD]BE_|PCIE_REPLAY|BANKS_REMAP_|\w+_REMAPPED_ROWS|ROW_REMAP_|NVLINK_|GPU_NVLINK_|C2C_LINK_ERROR)"
)
"""Fields that only rise where something goes wrong."""


@cache
def reading(name: str, card: Gpu) -> Reading | None:
    """How to read a field (DCGM_FI_...) of such a card; None: it has no such thing, or nobody knows."""
    short = name.removeprefix("DCGM_FI_")
    if not _has(short, card):
        return None
    if constant := CONSTANTS.get(short.removeprefix("DEV_")):
        value = constant(card)
        return None if value is None else lambda shot: np.full(len(shot.present), float(value))
    if engine := ENGINE.fullmatch(short):
        there = {"NVDEC": card.nvdec, "NVJPG": card.nvjpg, "NVOFA": card.ofa}[engine[1]]
        return _zeros if int(engine[2]) < there else None
    if short in READINGS:
        return READINGS[short]
    if link := LINK.search(short):
        return _link(name, int(link[1]), link[2], card)
    return _counter(name, card) if COUNTED.match(short) else None


def _has(short: str, card: Gpu) -> bool:
    """Whether such cards have the part that a field tells of, as far as its name says."""
    if "NVLINK" in short and not card.nvlink_links:
        return False
    if short.startswith(("DEV_NVLINK_COUNT_", "DEV_NVLINK_ECC_")):
        return card.nvlink_generation == 5
    if "C2C" in short:
        return card.family == "gb200"
    if short.startswith("DEV_BAR1_"):
        return card.bar1_mib is not None
    if "_PCIE_" in short and short != "DEV_PCIE_REPLAY_COUNTER":
        return card.pcie_generation is not None
    return True


def _link(name: str, link: int, way: str | None, card: Gpu) -> Reading | None:
    if link >= card.nvlink_links:
        return None
    share = 1 / card.nvlink_links
    if way:
        return _rate(SENT if way == "TX" else RECEIVED, 1e9 * share)
    if "BANDWIDTH" in name:
        return lambda shot: (shot.rates[:, SENT] + shot.rates[:, RECEIVED]) * (MB_S * share)
    return _counter(name, card)


def _counter(name: str, card: Gpu) -> Reading | None:
    first = 0
    if name == "DCGM_FI_DEV_BANKS_REMAP_ROWS_AVAIL_MAX":
        if card.spare_row_banks is None:
            return None
        first = card.spare_row_banks
    return lambda shot: (
        first + (shot.errors.counts[name].astype(np.float64) if name in shot.errors.counts else _zeros(shot))
    )
