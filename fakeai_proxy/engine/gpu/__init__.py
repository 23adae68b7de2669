"""The GPUs that the engine runs on, as their driver would report them."""

from .node import GpuNode
from .settings import GpuSettings

__all__ = ["GpuNode", "GpuSettings"]
