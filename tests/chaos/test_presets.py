"""Every rule that comes along, at work on what the simulator says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing

import pytest

from fakeai_proxy.chaos.experiment import Experiment
from fakeai_proxy.chaos.match import Match
from fakeai_proxy.chaos.reading import preset, presets
from fakeai_proxy.chaos.rule import Rule
from fakeai_proxy.chaos.trigger import Trigger
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Injected, Request
from fakeai_proxy.settings import Settings
from fakeai_proxy.simulator import Simulator
from tests.playbook import play

from .asking import reply

TOOL = {
    "type": "function",
    "function": {"name": "look", "parameters": {"properties": {"at": {"type": "string"}}}},
}
RULES = [(name, rule) for name in presets() for rule in preset(name).rules]


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with closing(
        Simulator(Settings.model_validate({"generation": {"time_scale": 0}}), ManualClock())
    ) as running:
        yield running


def chat(**fields: object) -> Request:
    asked = {"model": "gpt-4o", "max_tokens": 12, "messages": [{"role": "user", "content": "Hi"}], **fields}
    return Request("POST", "/v1/chat/completions", body=json.dumps(asked).encode())


@pytest.mark.parametrize(("name", "rule"), RULES, ids=[f"{name}/{rule.id}" for name, rule in RULES])
def test_it_does_what_it_does_without_failing(simulator: Simulator, name: str, rule: Rule) -> None:
    always = rule.model_copy(update={"match": Match(), "trigger": Trigger()})
    chaos = simulator.make_chaos()
    chaos.experiments.add(Experiment(experiment=f"{name}.{rule.id}", rules=(always,)))
    for asked in (chat(stream=True), chat(), chat(tools=[TOOL], tool_choice="required")):
        answer = simulator.handle(asked)
        assert isinstance(answer, Injected)
        assert play(reply(answer))
    chaos.experiments.remove(f"{name}.{rule.id}")
    assert chaos.journal.skipped[f"{name}.{rule.id}", "failed"] == 0
