"""Faults of the hardware, each with all that follows from it. XID texts: see NOTICE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from fakeai_proxy.core.errors import SettingsError, nearest

from .state import AMBIENT, BRAKED, LIMIT, PRESENT, RESISTANCE

WARN, FAIL = 10, 20
"""Levels of DCGM's health: 0 passes."""

XIDS: Mapping[int, str] = MappingProxyType(
    {
        0: "No Error",
        48: "Double Bit ECC Error",
        63: "ECC page retirement or row remapping recording event",
        64: "ECC page retirement or row remapper recording failure",
        74: "NVLINK Error",
        79: "GPU has fallen off the bus",
    }
)


@dataclass(frozen=True, slots=True)
class Amount:
    """The number that a fault takes."""

    unit: str
    default: float
    least: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What one kind of fault does to a card."""

    help: str
    xid: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    """Added to these fields: that often as the amount says, where it is a number of errors."""
    sets: int | None = None
    """The row of the environment that takes another value."""
    amount: Amount | None = None
    health: tuple[str, str, int] | None = None
    """What DCGM watches, its code, its level."""
    stops: bool = False
    """Whether workers on the card can no longer run."""
    links_only: bool = False
    """Whether that is so only for workers that span several cards, and only a card with NVLink has it."""


def _fields(**counts: int) -> Mapping[str, int]:
    return {f"DCGM_FI_DEV_{name}": by for name, by in counts.items()}


_DOUBLE = _fields(ECC_DBE_VOL_TOTAL=1, ECC_DBE_AGG_TOTAL=1, ECC_DBE_VOL_DEV=1, ECC_DBE_AGG_DEV=1)
_SINGLE = _fields(ECC_SBE_VOL_TOTAL=1, ECC_SBE_AGG_TOTAL=1, ECC_SBE_VOL_DEV=1, ECC_SBE_AGG_DEV=1)
_REMAPPED = _fields(BANKS_REMAP_ROWS_AVAIL_MAX=-1, BANKS_REMAP_ROWS_AVAIL_HIGH=1, ROW_REMAP_PENDING=1)
_CORRECTED, _UNCORRECTED = _fields(CORRECTABLE_REMAPPED_ROWS=1), _fields(UNCORRECTABLE_REMAPPED_ROWS=1)
_LINK = _fields(
    NVLINK_CRC_FLIT_ERROR_COUNT_L0=12,
    NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL=12,
    NVLINK_CRC_DATA_ERROR_COUNT_L0=4,
    NVLINK_CRC_DATA_ERROR_COUNT_TOTAL=4,
    NVLINK_REPLAY_ERROR_COUNT_L0=4,
    NVLINK_REPLAY_ERROR_COUNT_TOTAL=4,
    NVLINK_RECOVERY_ERROR_COUNT_L0=1,
    NVLINK_RECOVERY_ERROR_COUNT_TOTAL=1,
    NVLINK_ERROR_DL_CRC=16,
    NVLINK_ERROR_DL_REPLAY=4,
    NVLINK_ERROR_DL_RECOVERY=1,
    NVLINK_COUNT_RX_ERRORS=16,
    NVLINK_COUNT_RX_SYMBOL_ERRORS=16,
    NVLINK_COUNT_EFFECTIVE_ERRORS=12,
    NVLINK_COUNT_LINK_RECOVERY_EVENTS=1,
    NVLINK_COUNT_LINK_RECOVERY_FAILED_EVENTS=1,
    NVLINK_COUNT_LOCAL_LINK_INTEGRITY_ERRORS=1,
    GPU_NVLINK_ERRORS=1,
)

HARDWARE_FAULTS: Mapping[str, Kind] = MappingProxyType(
    {
        "off_the_bus": Kind(
            help="XID 79: the card is gone, and all its series with it.", xid=79, sets=PRESENT, stops=True
        ),
        "double_bit_error": Kind(
            help="XID 48: an uncorrectable error in the memory.",
            xid=48,
            counts=_DOUBLE,
            health=("MEM", "DCGM_FR_VOLATILE_DBE_DETECTED", FAIL),
            stops=True,
        ),
        "single_bit_errors": Kind(
            help="Errors in the memory that ECC corrected.",
            counts=_SINGLE,
            amount=Amount("errors", 1, 1, 1_000_000),
        ),
        "row_remap": Kind(
            help="XID 63: a row with an uncorrectable error will be remapped at the next reset.",
            xid=63,
            counts={**_DOUBLE, **_REMAPPED, **_UNCORRECTED},
            health=("MEM", "DCGM_FR_PENDING_ROW_REMAP", WARN),
        ),
        "correctable_row_remap": Kind(
            help="XID 63: a row with correctable errors will be remapped at the next reset.",
            xid=63,
            counts={**_SINGLE, **_REMAPPED, **_CORRECTED},
            health=("MEM", "DCGM_FR_PENDING_ROW_REMAP", WARN),
        ),
        "row_remap_failure": Kind(
            help="XID 64: a row could not be remapped.",
            xid=64,
            counts={**_DOUBLE, **_fields(ROW_REMAP_FAILURE=1)},
            health=("MEM", "DCGM_FR_ROW_REMAP_FAILURE", FAIL),
            stops=True,
        ),
        "nvlink_error": Kind(
            help="XID 74: a link to the other cards is down.",
            xid=74,
            counts=_LINK,
            health=("NVLINK", "DCGM_FR_NVLINK_DOWN", FAIL),
            stops=True,
            links_only=True,
        ),
        "pcie_replays": Kind(
            help="Packets that PCIe had to repeat.",
            counts=_fields(PCIE_REPLAY_COUNTER=1),
            amount=Amount("replays", 100, 1, 1_000_000_000),
            health=("PCIE", "DCGM_FR_PCI_REPLAY_RATE", WARN),
        ),
        "hot_air": Kind(
            help="Air this warm at the inlet.", sets=AMBIENT, amount=Amount("degrees Celsius", 60, -20, 100)
        ),
        "fan_failure": Kind(
            help="Cooling this many times worse.", sets=RESISTANCE, amount=Amount("times", 3, 1, 10)
        ),
        "power_cap": Kind(
            help="A lower power limit: this share of the card's own.",
            sets=LIMIT,
            amount=Amount("share", 0.5, 0.3, 1),
        ),
        "power_brake": Kind(help="The power supply asks for half the clock.", sets=BRAKED),
    }
)


@dataclass(frozen=True, slots=True)
class HardwareFault:
    """A fault to inject. Raises SettingsError for a name or an amount that is none."""

    name: str
    amount: float | None = None
    """How bad it is, where the kind takes an amount; None: as bad as it is by default."""

    def __post_init__(self) -> None:
        if self.name not in HARDWARE_FAULTS:
            raise SettingsError(
                f"unknown hardware fault {self.name!r}{nearest(self.name, HARDWARE_FAULTS)};"
                f" there are {', '.join(HARDWARE_FAULTS)}"
            )
        takes = self.kind.amount
        if self.amount is not None and takes is None:
            raise SettingsError(f"hardware fault {self.name} takes no amount")
        if takes and not takes.least <= self.size <= takes.most:
            raise SettingsError(
                f"hardware fault {self.name}: {self.size:g} is not within {takes.least:g} to {takes.most:g}"
                f" {takes.unit}"
            )

    @property
    def kind(self) -> Kind:
        return HARDWARE_FAULTS[self.name]

    @property
    def size(self) -> float:
        """The amount, given or default; 1 where there is none."""
        if self.amount is not None:
            return self.amount
        return self.kind.amount.default if self.kind.amount else 1.0
