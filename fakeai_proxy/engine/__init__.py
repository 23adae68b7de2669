"""The imagined inference cluster: which worker takes a job, what is cached, when tokens come."""

from .cluster import Cluster, EngineParts
from .job import Job
from .latency import Latency, LatencySettings
from .refused import NoWorker, Oversized, QueueFull, Refused, WorkerLost
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
    "NoWorker",
    "Oversized",
    "QueueFull",
    "Refused",
    "Run",
    "SimTime",
    "WorkerLost",
    "WorkerView",
]
