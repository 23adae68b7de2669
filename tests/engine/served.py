"""A deployment whose prices can be told by heart, and what runs on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.catalog import Model
from fakeai_proxy.catalog.architecture import Architecture, Deployment
from fakeai_proxy.engine.fleet import Fleet
from fakeai_proxy.engine.job import Job
from fakeai_proxy.engine.kv_settings import KVCacheSettings
from fakeai_proxy.engine.ledger import Ledger
from fakeai_proxy.engine.machines import Hardware
from fakeai_proxy.engine.price_of import Kind
from fakeai_proxy.engine.pricing import Chunk, Cost
from fakeai_proxy.engine.routing import Decision
from fakeai_proxy.engine.settings import EngineSettings

SHAPE = Architecture(layers=10, hidden=1000, heads=10, kv_heads=1, head_dim=100, dense=1e9)
MODEL = Model("model", "owner", 0, architecture=SHAPE)
KV_BYTES = 2 * 10 * 100 * 2
"""Of a token of MODEL, in bf16."""


@dataclass
class Prices:
    """A step: 10 ms, 1 ms a sequence, 1 ms a thousand tokens of context, 1 ms for ten tokens to prefill."""

    overhead: float = 0.005
    kv_tokens: int = 16_000
    gpus: int = 1
    kind: Kind = "estimate"
    source: str = "a test"
    deployment: Deployment | None = None
    weights: float = 0.0

    def outside(self, new: int) -> float:
        return self.overhead

    def step(self, decoding: int, context: int, chunks: Sequence[Chunk]) -> Cost:
        new = sum(chunk.new for chunk in chunks)
        return Cost((10 + decoding + context / 1000 + new / 10) / 1000, dram=0.5, tensor=0.25)

    def decode(self, decoding: int, context: int, steps: int) -> tuple[NDArray[np.float64], Cost]:
        contexts = context + decoding * np.arange(steps)
        seconds = (10 + decoding + contexts / 1000) / 1000
        return seconds, Cost(float(seconds.mean()), dram=0.5, tensor=0.25)


def price(model: Model, settings: EngineSettings) -> Prices:
    """For `Cluster` and `simulate`."""
    return Prices()


def ledger(worker: int = 0) -> Ledger:
    """One that nobody reads."""
    return Ledger(lambda: None)


def fleet(
    workers: int = 1,
    prices: Prices | None = None,
    kv_cache: dict[str, Any] | None = None,
    hardware: Hardware | None = None,
    decided: Callable[[Decision], None] = lambda decision: None,
    **engine: Any,
) -> Fleet:
    kv = KVCacheSettings.model_validate({"num_workers": workers, **(kv_cache or {})})
    served = EngineSettings.model_validate(engine)
    return Fleet(MODEL, prices or Prices(), served, kv, ledger, hardware, decided)


def job(prompt_tokens: int, output_tokens: int, first: int = 0, **others: Any) -> Job:
    """Its prompt is `first` and the numbers after it."""
    return Job(MODEL, range(first, first + prompt_tokens), prompt_tokens, output_tokens, **others)


def rng() -> np.random.Generator:
    return np.random.default_rng(0)
