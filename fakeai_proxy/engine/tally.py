"""What a worker did, counted."""

from __future__ import annotations

from bisect import bisect_left

from .block_pool import BlockPool
from .view import ITERATION_BUCKETS, Counters


class Tally:
    """Sums of one worker; those that only it knows. The block pool keeps those of its cache."""

    __slots__ = (
        "aborted",
        "busy",
        "finished",
        "generation_tokens",
        "iterations",
        "prefilled_tokens",
        "prompt_tokens",
        "requests",
        "step_tokens",
        "steps",
    )

    def __init__(self) -> None:
        self.requests = self.finished = self.aborted = self.steps = 0
        self.prompt_tokens = self.prefilled_tokens = self.generation_tokens = self.step_tokens = 0
        self.busy = 0.0
        self.iterations = [0] * (len(ITERATION_BUCKETS) + 1)

    def came(self, prompt_tokens: int) -> None:
        """A job was given to this worker."""
        self.requests += 1
        self.prompt_tokens += prompt_tokens

    def steps_of(
        self, tokens: int, steps: int, seconds: float, *, prefilled: int = 0, written: int = 0
    ) -> None:
        """`steps` steps of `tokens` tokens each; the rest are sums over all of them."""
        self.steps += steps
        self.busy += seconds
        self.prefilled_tokens += prefilled
        self.generation_tokens += written
        self.step_tokens += tokens * steps
        self.iterations[bisect_left(ITERATION_BUCKETS, tokens)] += steps

    def counters(self, pool: BlockPool, preemptions: int) -> Counters:
        """All of it, and what the cache counted."""
        return Counters(
            requests=self.requests,
            finished=self.finished,
            aborted=self.aborted,
            steps=self.steps,
            prompt_tokens=self.prompt_tokens,
            prefilled_tokens=self.prefilled_tokens,
            generation_tokens=self.generation_tokens,
            lookups=pool.counters.queries,
            lookup_hits=pool.counters.hits,
            prefix_queries=pool.counters.query_tokens,
            prefix_hits=pool.counters.hit_tokens,
            preemptions=preemptions,
            evictions=pool.counters.evicted,
            busy=self.busy,
            step_tokens=self.step_tokens,
            iterations=tuple(self.iterations),
        )
