"""The imagined inference cluster: which worker takes a job, what is cached, when tokens come."""

from .cluster import Cluster, EngineParts
from .fleet import Oversized, QueueFull, Refused
from .job import Job
from .latency import Latency, LatencySettings
from .run import Run
from .settings import EngineSettings
from .simtime import SimTime
from .view import Counters, WorkerView

__all__ = [
    "Cluster",
    "Counters",
    "EngineParts",
    "EngineSettings",
    "Job",
    "Latency",
    "LatencySettings",
    "Oversized",
    "QueueFull",
    "Refused",
    "Run",
    "SimTime",
    "WorkerView",
]
