"""The imagined inference engine: when tokens come."""

from .latency import Latency, LatencySettings

__all__ = ["Latency", "LatencySettings"]
