"""A little of everything, so that every metric of every family has a sample."""

from __future__ import annotations

from dataclasses import replace

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Data, End, Head
from fakeai_proxy.telemetry.chaos_counts import ChaosCounts
from fakeai_proxy.telemetry.snapshot import Snapshot
from tests.telemetry.parts import ANSWER, CHAT, Timeline, ask, made, serve, shot, view

CHAOS = ChaosCounts(
    injected={("flaky", "cut", "stream.cut"): 3},
    skipped={("flaky", "max_active"): 2},
    decisions={("flaky", "injected"): 3, ("flaky", "missed"): 95},
    active={("flaky",): 1},
    overflow={("flaky",): 2},
    under_way={("flaky",): 1},
)
NOTHING = {"prompt_tokens": 0, "completion_tokens": 0}


def scene() -> Snapshot:
    """Two workers of gpt-4o, one of llama; answers, refusals, and one client that left."""
    clock = ManualClock()
    telemetry = made(clock)
    clock.advance(60.0)
    serve(telemetry, Timeline(), cached_tokens=32, max_tokens=50, streamed=True)
    serve(telemetry, Timeline(1), completion_tokens=400, finish="length", batch=True, reasoning_tokens=100)
    serve(telemetry, Timeline(1), steps=ANSWER[:2], streamed=True)
    serve(telemetry, Timeline(gaps=[]), model="llama", endpoint="/embeddings", completion_tokens=0, finish="")
    serve(telemetry, Timeline(), steps=(Head(500), End()), error="internal", model="llama")
    serve(telemetry, steps=(Head(429), Data(b"{}"), End()), error="rate_limit_exceeded", **NOTHING)
    serve(telemetry, steps=(Head(400), Data(b"{}"), End()), error="invalid_value", **NOTHING)
    serve(telemetry, source="live", request=ask(body=b'{"model": "claude"}'))
    serve(telemetry, source="missed", request=ask("/v1/files/file-1"), steps=(Head(404), End()))
    serve(telemetry, model="", endpoint="/models", **NOTHING)
    waiting = telemetry.begin(ask(), "synthesized")
    waiting.model, waiting.endpoint = "gpt-4o", CHAT
    snapshot = shot(telemetry, view(), view(index=1), view("llama", blocks_used=0))
    return replace(snapshot, chaos=CHAOS)
