"""Exchanges as handlers make them, with figures that tests can count."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.core.steps import Data, End, Head
from fakeai_proxy.engine.job import Job
from fakeai_proxy.simulator import Simulator
from fakeai_proxy.telemetry import Source


def exchange(
    running: Simulator,
    clock: ManualClock,
    model: str = "gpt-4o",
    *,
    prompt: int = 100,
    cached: int = 0,
    completion: int = 11,
    status: int = 200,
    ttft: float = 0.5,
    gap: float = 0.1,
    streamed: bool = True,
    source: Source = "synthesized",
    key: str = "",
    endpoint: str = "/chat/completions",
    error: str = "",
) -> None:
    """One that is over: its first piece after `ttft` seconds, the others `gap` seconds apart."""
    headers = (("authorization", f"Bearer {key}"),) if key else ()
    one = running.services.telemetry.begin(Request("POST", f"/v1{endpoint}", headers=headers), source)
    one.model, one.endpoint, one.streamed, one.error = model, endpoint, streamed, error
    one.prompt_tokens, one.cached_tokens, one.completion_tokens = prompt, cached, completion
    one.feed(Head(status))
    for seconds in (ttft, *[gap] * (completion - 1)):
        clock.advance(seconds)
        one.feed(Data(b"x"))
    one.feed(End())
    one.close()


def job(running: Simulator, model: str, prompt: Sequence[int], output: int = 5) -> None:
    """One that the cluster has served."""
    tokens = np.array(prompt, np.uint32)
    asked = Job(running.services.catalog.use(model), tokens, len(tokens), output)
    run = running.services.cluster.submit(asked, rng_for(0, model.encode()))
    list(run.finish())
    run.close()
