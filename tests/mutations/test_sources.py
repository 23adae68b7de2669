"""Wherever an answer comes from, the same mutations meet it."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Answer, Forward, Injected
from fakeai_proxy.core.steps import Step
from fakeai_proxy.settings import Settings
from fakeai_proxy.simulator import Simulator
from tests.cassette.tape import answer, ask, made
from tests.faults.payload.answers import Answer as Said
from tests.faults.payload.played import whole_steps
from tests.playbook import body, head

BY_SOURCE: list[dict[str, Any]] = [
    {"type": "headers", "set": {"x-source": source}, "match": {"source": source}}
    for source in ("recorded", "live", "synthesized")
]
ASKED = {"type": "model", "of": "request", "to": "gpt-4o", "only": "alias"}


def handled(mode: str, **settings: str) -> Answer | Injected:
    mutations = json.dumps([*BY_SOURCE, ASKED])
    loaded = Settings.load(None, {"mode": mode, "mutations": mutations, "speed": "0", **settings}, {})
    with closing(Simulator(loaded, ManualClock())) as simulator:
        said = simulator.handle(ask(model="alias"))
        return said if isinstance(said, Forward | Injected) else iter([*said])  # type: ignore[misc]  # a reply


def steps_of(said: Answer | Injected) -> list[Step]:
    return [*said]  # type: ignore[misc]  # a reply


def test_made_up() -> None:
    steps = steps_of(handled("synthesize"))
    assert dict(head(steps).headers)["x-source"] == "synthesized"
    assert json.loads(body(steps))["model"].startswith("gpt-4o")


def test_recorded(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer()))
    steps = steps_of(handled("replay", cassette=str(path)))
    assert dict(head(steps).headers)["x-source"] == "recorded"


def test_live() -> None:
    forward = handled("passthrough")
    assert isinstance(forward, Forward)
    assert forward.request is not None
    assert forward.request.json["model"] == "gpt-4o"
    made_of = [made for step in whole_steps(Said().whole("chat")) for made in forward.pipeline.feed(step)]
    assert dict(head(made_of).headers)["x-source"] == "live"
    forward.pipeline.close()
