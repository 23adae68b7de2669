"""Why the cluster does not do a job. Handlers answer in the words of the provider.

Refused
├── QueueFull
├── Oversized
└── WorkerLost
    └── NoWorker
"""

from __future__ import annotations

from .job import Job


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


def refuse_oversized(job: Job, named: int, block_size: int, capacity: int) -> None:
    """Raises Oversized where `job`, whose choices share `named` blocks, never fits into `capacity` blocks."""
    longest = -(-(job.prompt_tokens + max(job.output_tokens - 1, 0)) // block_size)
    shared = min(named, longest)
    needed = shared + job.choices * (longest - shared)
    if needed > capacity:
        raise Oversized(
            f"This request needs {needed} blocks of {block_size} tokens in the KV cache of a worker, "
            f"which has {capacity}."
        )
