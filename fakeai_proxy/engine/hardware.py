"""The graphics cards that hardware.toml describes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from fakeai_proxy.core.errors import SettingsError, nearest

FILE = Path(__file__).parent / "hardware.toml"

Generation = Literal["ampere", "ada", "hopper", "blackwell"]

DECORATION = re.compile(r"nvidia|tensor core|gpu|sxm\d?|hbm\d?e?|nvl72|[\s_/()-]+")
"""What people write around the name of a card, and what sets none of the cards apart."""
SIZE = re.compile(r"(\d+)g(?:i?b)?")
PCIE_LANE_BYTES_S = {4: 2e9, 5: 4e9}
"""One way, by generation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gpu:
    """One graphics card. None: not known; then nothing that follows from it is shown either."""

    name: str
    """As settings and the catalog call it: H100-80GB."""
    model_name: str
    """As the driver calls it."""
    family: str
    """Its name without the memory: h100."""
    generation: Generation
    sizes: tuple[int, ...]
    """Gigabytes that may stand in its name."""

    memory_mib: int
    reserved_mib: int | None = None
    """Framebuffer that the driver keeps."""
    bar1_mib: int | None = None

    bandwidth_gb_s: float
    """Of the memory, 1e9 bytes per second."""
    bf16_tflops: float
    """Dense, 1e12 operations per second, as the others."""
    fp8_tflops: float | None = None
    fp4_tflops: float | None = None
    sms: int

    nvlink_generation: int | None = None
    nvlink_links: int = 0
    nvlink_gb_s: float = 0.0
    """Both ways together, over all links; 0: it has none."""
    pcie_generation: int | None = None
    """None: linked to its CPU by other means, or not known."""
    pcie_width: int | None = None

    power_limit_w: float
    power_min_w: float | None = None
    """Lowest limit that can be set."""
    idle_w: float | None = None
    """At no load, no process on it."""
    context_w: float | None = None
    """At no load, with a process that holds a CUDA context: the clocks stay up."""

    sm_idle_mhz: int | None = None
    sm_max_mhz: int | None = None
    sm_default_mhz: int | None = None
    """The default application clock."""
    memory_mhz: int
    video_idle_mhz: int | None = None
    video_max_mhz: int | None = None

    max_operating_c: int | None = None
    slowdown_c: int | None = None
    shutdown_c: int | None = None
    memory_max_operating_c: int | None = None
    memory_offset_c: float | None = None
    """How much warmer than the die the memory is at no load; None: not told, or not published."""

    nvdec: int = 0
    """Video decoders that are known; JPEG decoders and optical flow engines likewise."""
    nvjpg: int = 0
    ofa: int = 0
    mig_slices: int | None = None
    """Most instances it can be split into; None: not at all."""

    spare_row_banks: int | None = None
    """Banks of memory that have all their spare rows left, on a new card."""
    pci_device_id: str
    compute_capability: str

    @property
    def link_bytes_s(self) -> float:
        """Bytes per second that it can send to its peers: over NVLink, else over PCIe."""
        if self.nvlink_gb_s:
            return self.nvlink_gb_s / 2 * 1e9
        return PCIE_LANE_BYTES_S[self.pcie_generation or 4] * (self.pcie_width or 16)


@cache
def gpus() -> Mapping[str, Gpu]:
    """Every card by its name, in the order of the file."""
    rows = tomllib.loads(FILE.read_text("utf-8"))
    return {name: Gpu(name=name, **row | {"sizes": tuple(row["sizes"])}) for name, row in rows.items()}


def gpu(name: str) -> Gpu:
    """The card of that name in any usual spelling: H100, h100-80gb, H100_SXM, NVIDIA H100 80GB HBM3.

    Raises SettingsError for a card that is not in the table, such as A100-40GB or H100-PCIE.
    """
    family, *sizes = DECORATION.sub(" ", name.lower()).split() or [""]
    for one in gpus().values():
        if one.family == family and all(_fits(size, one) for size in sizes):
            return one
    names = (*gpus(), *(one.family.upper() for one in gpus().values()))
    raise SettingsError(
        f"unknown GPU {name!r}{nearest(name.upper(), names)}; the GPUs there are: {', '.join(gpus())}"
    )


def _fits(size: str, card: Gpu) -> bool:
    match = SIZE.fullmatch(size)
    return match is not None and int(match[1]) in card.sizes
