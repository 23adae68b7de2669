"""Fields of DCGM that are the same for every card of a model, at any time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from fakeai_proxy.engine.hardware import Gpu

NVIDIA = 0x10DE
MANAGED = 3
"""The fabric manager's status where it has finished its work; 0: the node has none."""


def _capability(card: Gpu) -> int:
    major, minor = card.compute_capability.split(".")
    return int(major) << 32 | int(minor)


def _linked(value: int) -> Callable[[Gpu], int | None]:
    return lambda card: value if card.nvlink_links else None


def _always(value: int) -> Callable[[Gpu], int]:
    return lambda card: value


CONSTANTS: Mapping[str, Callable[[Gpu], float | None]] = MappingProxyType(
    {
        "PCI_COMBINED_ID": lambda card: int(card.pci_device_id, 16) << 16 | NVIDIA,
        "CUDA_COMPUTE_CAPABILITY": _capability,
        "COMPUTE_MODE": _always(0),
        "PERSISTENCE_MODE": _always(1),
        "MIG_MODE": lambda card: 0 if card.mig_slices else None,
        "MIG_MAX_SLICES": lambda card: card.mig_slices,
        "CC_MODE": _always(0),
        "INFOROM_CONFIG_VALID": _always(1),
        "BAR1_TOTAL": lambda card: card.bar1_mib,
        "MEM_CLOCK": lambda card: card.memory_mhz,
        "APP_SM_CLOCK": lambda card: card.sm_default_mhz,
        "APP_MEM_CLOCK": lambda card: card.memory_mhz,
        "MAX_SM_CLOCK": lambda card: card.sm_max_mhz,
        "MAX_MEM_CLOCK": lambda card: card.memory_mhz,
        "MAX_VIDEO_CLOCK": lambda card: card.video_max_mhz,
        "MEM_MAX_OP_TEMP": lambda card: card.memory_max_operating_c,
        "GPU_MAX_OP_TEMP": lambda card: card.max_operating_c,
        "SLOWDOWN_TEMP": lambda card: card.slowdown_c,
        "SHUTDOWN_TEMP": lambda card: card.shutdown_c,
        "POWER_MGMT_LIMIT_MIN": lambda card: card.power_min_w,
        "POWER_MGMT_LIMIT_MAX": lambda card: card.power_limit_w,
        "POWER_MGMT_LIMIT_DEF": lambda card: card.power_limit_w,
        "FABRIC_MANAGER_STATUS": lambda card: MANAGED if card.nvlink_links else 0,
        "FABRIC_MANAGER_ERROR_CODE": _linked(0),
        "FABRIC_CLIQUE_ID": lambda card: 0 if card.family == "gb200" else None,
        "FABRIC_HEALTH_MASK": _linked(0),
        "FABRIC_HEALTH_SUMMARY": _linked(1),
        "PSTATE": _always(0),
        "ENC_UTIL": _always(0),
        "DEC_UTIL": _always(0),
        "PCIE_MAX_LINK_GEN": lambda card: card.pcie_generation,
        "PCIE_LINK_GEN": lambda card: card.pcie_generation,
        "PCIE_MAX_LINK_WIDTH": lambda card: card.pcie_width,
        "PCIE_LINK_WIDTH": lambda card: card.pcie_width,
        "SYNC_BOOST_VIOLATION": _always(0),
        "CLOCKS_EVENT_REASON_SYNC_BOOST_NS": _always(0),
        "BOARD_LIMIT_VIOLATION": _always(0),
        "RELIABILITY_VIOLATION": _always(0),
        "FB_TOTAL": lambda card: card.memory_mib,
        "FB_RESERVED": lambda card: card.reserved_mib,
        "ECC_CURRENT": _always(1),
        "ECC_PENDING": _always(1),
        "VGPU_LICENSE_STATUS": _always(0),
        "C2C_LINK_POWER_STATE": lambda card: 0 if card.family == "gb200" else None,
        "NVLINK_COUNT_SYMBOL_BER_FLOAT": lambda card: 1e-15 if card.nvlink_generation == 5 else None,
        "NVLINK_COUNT_EFFECTIVE_BER_FLOAT": lambda card: 1e-15 if card.nvlink_generation == 5 else None,
    }
)
"""Names without DCGM_FI_DEV_. None: such cards have no such thing, or nobody knows."""
