"""The GPUs that the engine runs on, as their driver would report them."""

from typing import TYPE_CHECKING

from fakeai_proxy.core.lazy import exports

from .node import GpuNode
from .settings import GpuSettings
from .snapshot import Snapshot

if TYPE_CHECKING:
    from .faults import HARDWARE_FAULTS, HardwareFault

__getattr__ = exports(__name__, {"HARDWARE_FAULTS": "faults", "HardwareFault": "faults"})

__all__ = ["HARDWARE_FAULTS", "GpuNode", "GpuSettings", "HardwareFault", "Snapshot"]
