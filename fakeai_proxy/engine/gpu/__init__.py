"""The GPUs that the engine runs on, as their driver would report them."""

from .faults import HARDWARE_FAULTS, HardwareFault
from .node import GpuNode
from .settings import GpuSettings
from .snapshot import Snapshot

__all__ = ["HARDWARE_FAULTS", "GpuNode", "GpuSettings", "HardwareFault", "Snapshot"]
