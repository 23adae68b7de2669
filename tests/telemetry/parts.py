"""Small pieces that the tests of this room are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.catalog import Model
from fakeai_proxy.catalog.architecture import Price
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Data, End, Head, Step
from fakeai_proxy.engine.ledger import Ledger
from fakeai_proxy.engine.settings import EngineSettings
from fakeai_proxy.engine.view import Counters, WorkerView
from fakeai_proxy.telemetry import Exchange, Telemetry, TelemetrySettings, watched
from fakeai_proxy.telemetry.exchange import Source
from fakeai_proxy.telemetry.snapshot import Snapshot

CHAT = "/chat/completions"
KEY = "sk-proj-0123456789abcdefghijklmn"
ANSWER = (Head(200), Data(b"hello"), End())
MODELS = (
    Model(
        "gpt-4o", "openai", 1, price=Price(2.5, 10.0, cached_input=1.25, batch_input=1.25, batch_output=5.0)
    ),
    Model("llama", "meta", 1, context_window=1000, parameters=8e9),
)


@dataclass
class Timeline:
    """What telemetry reads of a run."""

    worker: int = 0
    arrival: float = 0.0
    scheduled: float = 0.125
    first_token: float = 0.25
    last_token: float = 0.75
    preemptions: int = 0
    gaps: list[float] = field(default_factory=lambda: [0.25, 0.25])

    def itls(self) -> NDArray[np.float64]:
        return np.array(self.gaps)


def made(clock: ManualClock | None = None, **settings: Any) -> Telemetry:
    """Telemetry whose simulated seconds are those of its clock."""
    clock = clock or ManualClock()
    return Telemetry(TelemetrySettings(**settings), clock, clock)


def ask(path: str = "/v1/chat/completions", body: bytes = b"{}", key: str = KEY) -> Request:
    return Request("POST", path, headers=(("authorization", f"Bearer {key}"),), body=body)


def serve(
    telemetry: Telemetry,
    run: Timeline | None = None,
    steps: Iterable[Step] = ANSWER,
    source: Source = "synthesized",
    request: Request | None = None,
    **fields: Any,
) -> Exchange:
    """One exchange from its beginning to its end."""
    exchange = telemetry.begin(request or ask(), source)
    exchange.run = run
    usual = {
        "model": "gpt-4o",
        "endpoint": CHAT,
        "finish": "stop",
        "prompt_tokens": 100,
        "completion_tokens": 3,
    }
    for name, value in ({**usual, **fields} if source == "synthesized" else fields).items():
        setattr(exchange, name, value)
    for _ in watched(iter(steps), exchange):
        pass
    return exchange


def only(telemetry: Telemetry) -> dict[str, Any]:
    """The one row there is, names in place of numbers."""
    (row,) = telemetry.rows()
    names = telemetry.names
    return {
        name: names[name][row[name]] if name in names else row[name].item() for name in row.dtype.names or ()
    }


def view(model: str = "gpt-4o", index: int = 0, **fields: Any) -> WorkerView:
    usual: dict[str, Any] = {
        "role": "both",
        "gpus": 2,
        "running": 3,
        "waiting": 1,
        "prefill_tokens": 40,
        "blocks_used": 25,
        "blocks_cached": 10,
        "blocks_total": 100,
        "block_size": 16,
        "lost": False,
        "breaker": "closed",
        "counters": COUNTERS,
        "ledger": Ledger(lambda: None),
        "now": 60.0,
    }
    return WorkerView(model=model, index=index, **{**usual, **fields})


COUNTERS = Counters(
    requests=5,
    finished=4,
    aborted=1,
    steps=14,
    prompt_tokens=500,
    prefilled_tokens=380,
    generation_tokens=90,
    prefix_queries=500,
    prefix_hits=120,
    preemptions=2,
    evictions=7,
    busy=1.5,
    step_tokens=470,
    iterations=(1,) * 14,
)


def shot(telemetry: Telemetry, *views: WorkerView) -> Snapshot:
    models = {model.id: model for model in MODELS}
    return telemetry.snapshot(views, EngineSettings(), models.get)
