"""Several jobs of one request, waited for as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.core.steps import Wait
from fakeai_proxy.engine import Run


class Together:
    """What a reply asks of a `Run`: the k-th token of all is due when the k-th of each of `runs` is."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = runs
        self.instant = all(run.instant for run in runs)
        self.longest = max(runs, key=lambda run: run.job.output_tokens)
        self.job = self.longest.job
        self._waited = 0.0
        """Seconds, as all waits so far have them."""
        self._due = [0.0] * len(runs)
        """Seconds, as those of each run have them."""

    def token(self) -> Iterator[Wait]:
        """Until the next token of each is due."""
        for at, run in enumerate(self.runs):
            yield from self._beyond(at, run.token())

    def finish(self) -> Iterator[Wait]:
        """Until every token of each is due."""
        for at, run in enumerate(self.runs):
            yield from self._beyond(at, run.finish())

    def _beyond(self, at: int, waits: Iterator[Wait]) -> Iterator[Wait]:
        """Of the `waits` of one run, what was not waited already for others."""
        for wait in waits:
            self._due[at] += wait.seconds
            if (more := self._due[at] - self._waited) > 0:
                self._waited += more
                yield Wait(more)

    def close(self) -> None:
        for run in self.runs:
            run.close()

    @property
    def cached_tokens(self) -> int:
        """Of all prompts together."""
        return sum(run.cached_tokens for run in self.runs)

    @property
    def elapsed(self) -> float:
        """Simulated seconds from arrival to the latest token that is due."""
        return max(run.elapsed for run in self.runs)

    def itls(self) -> NDArray[np.float64]:
        """Simulated seconds between the tokens of the longest."""
        return self.longest.itls()


Timing = Run | Together
"""What a reply takes its time from."""
