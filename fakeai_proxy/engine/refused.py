"""Why the cluster does not do a job. Handlers answer in the words of the provider.

Refused
├── QueueFull
├── Oversized
└── WorkerLost
    └── NoWorker
"""

from __future__ import annotations


class Refused(Exception):
    """The job is not done, or not to its end."""


class QueueFull(Refused):
    """`engine.max_waiting` jobs wait already: 429 or 503."""


class Oversized(Refused):
    """Prompt and answer together hold more blocks than a worker has: 400."""


class WorkerLost(Refused):
    """A GPU of its worker has failed, before it came or while it ran. Another worker may take it: 500."""

    def __init__(self, worker: int) -> None:
        super().__init__(f"A GPU of worker {worker} has failed.")


class NoWorker(WorkerLost):
    """All workers are lost that could do it: 503."""

    def __init__(self) -> None:
        Refused.__init__(self, "The GPUs of all workers have failed.")
