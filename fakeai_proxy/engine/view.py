"""A worker as others see it: what `/metrics`, the router's page and the GPU telemetry read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from .ledger import Ledger
from .routing import State

ITERATION_BUCKETS = (1, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384)
"""Tokens of a step: upper bounds of vllm:iteration_tokens_total; what is above is counted last."""


class Counters(NamedTuple):
    """Sums since the worker was made. All only rise."""

    requests: int = 0
    """Jobs that came."""
    finished: int = 0
    """Jobs whose every token came out."""
    aborted: int = 0
    """Jobs whose client left before, or whose worker failed."""
    steps: int = 0
    prompt_tokens: int = 0
    """Of the prompts that came, cached or not."""
    prefilled_tokens: int = 0
    """Computed in prefill, those of a recomputation included."""
    generation_tokens: int = 0
    """Written, of all choices."""
    lookups: int = 0
    """Prompts that were looked up in the prefix cache."""
    lookup_hits: int = 0
    """Those of which a block was there."""
    prefix_queries: int = 0
    """Their tokens."""
    prefix_hits: int = 0
    """Tokens of them that were there."""
    preemptions: int = 0
    evictions: int = 0
    """Cached blocks that made room for others."""
    busy: float = 0.0
    """Simulated seconds within steps."""
    step_tokens: int = 0
    """Of all steps together: prefill and decode."""
    iterations: tuple[int, ...] = (0,) * (len(ITERATION_BUCKETS) + 1)
    """Steps by their tokens, one count a bucket (not cumulative)."""


Role = Literal["both", "prefill", "decode"]
"""What a worker does; `both`, unless prefill and decode are apart."""


@dataclass(frozen=True, slots=True)
class WorkerView:
    """One worker at one moment."""

    model: str
    index: int
    """Among the workers of its model, from 0."""
    role: Role
    gpus: int
    running: int
    """Sequences in the batch, each choice counted."""
    waiting: int
    """Jobs in the queue."""
    prefill_tokens: int
    """Prompt tokens that its jobs brought, of those without a first token, less what was cached."""
    blocks_used: int
    """Held by running jobs."""
    blocks_cached: int
    """Held by nobody, kept for a prompt that begins the same."""
    blocks_total: int
    block_size: int
    lost: bool
    """A GPU of it has failed. The router does not know, and hears of it by requests that fail."""
    breaker: State
    """What the router makes of it, and an operator."""
    counters: Counters
    ledger: Ledger
    """Its steps: what the telemetry of its GPUs is made of."""
    now: float
    """The moment, in simulated seconds."""

    @property
    def health(self) -> State | Literal["lost"]:
        """`closed`: it is up. What is lost is lost, whatever the router makes of it."""
        return "lost" if self.lost else self.breaker

    @property
    def usage(self) -> float:
        """Share of the blocks in use, 0..1: vllm:kv_cache_usage_perc."""
        return self.blocks_used / self.blocks_total if self.blocks_total else 0.0
