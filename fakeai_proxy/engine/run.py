"""One job on its way through the cluster, as its handler sees it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.core.steps import Wait

from .job import Job


class Run(Protocol):
    """What `Cluster.submit` returns. Pull it from one thread at a time.

    A stream: `yield from run.token()` before what is due with each token. A whole answer: `yield from
    run.finish()` before its head. Both come to the same end, or raise WorkerLost on the way there. A handler
    calls `close` in a `finally`, also after the end.
    """

    job: Job
    worker: int
    """Index of the worker that prefills it."""
    decode_worker: int
    """Index of the worker that writes it: the same one, unless prefill and decode are apart."""
    cached_tokens: int
    """Prompt tokens found in the worker's cache, as `usage` reports them: never above prompt_tokens - 1."""
    instant: bool
    """Nothing is ever waited for: `token` and `finish` need not be asked."""
    arrival: float
    """Simulated seconds, as all that follow; nan until known."""
    scheduled: float
    """When it joined its first batch."""
    first_token: float
    last_token: float
    """The latest that the client was given."""
    preemptions: int

    def token(self) -> Iterator[Wait]:
        """Until the next token is due. A Wait counts from the one before, in wall seconds, so that the
        schedule of the driver holds even where it is late. Nothing at the end of the job, or where it is
        instant."""
        ...

    def finish(self) -> Iterator[Wait]:
        """Until every token is due; of a job without tokens, until its prefill is done."""
        ...

    def close(self) -> None:
        """The client has all it wants: leave the batch, drop the blocks. May be called again."""
        ...

    @property
    def elapsed(self) -> float:
        """Simulated seconds from arrival to the latest token that is due; 0 while there is none."""
        ...

    def itls(self) -> NDArray[np.float64]:
        """Simulated seconds between the tokens given to the client so far: one less than there are tokens."""
        ...
