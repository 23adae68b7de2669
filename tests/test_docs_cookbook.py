"""The experiments of the cookbook, each run on a simulator: every rule of it strikes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from math import isinf
from pathlib import Path
from typing import Any

import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Forward, Injected, Request, Upgrade
from fakeai_proxy.core.steps import Step, Wait
from fakeai_proxy.settings import Settings
from fakeai_proxy.simulator import Simulator

from .markdown import ROOT, Block, blocks

RECIPES = [block for block in blocks(ROOT / "docs" / "chaos-cookbook.md") if block.language == "yaml"]
TOOL = {"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object"}}}
REQUESTS = 150
PACE = 0.5
"""Seconds between two requests: ramps and windows go on."""


def traffic() -> Iterator[Request]:
    """Chats of several clients and kinds, at two providers."""
    for number in range(REQUESTS):
        body: dict[str, Any] = {
            "model": "gpt-4o",
            "messages": [{"role": "user", "content": f"Why {number}?"}],
            "max_tokens": 20,
        }
        body |= {"stream": True} if number % 2 else {}
        body |= {"tools": [TOOL], "tool_choice": "required"} if number % 3 == 0 else {}
        host, path = "api.openai.com", "/v1/chat/completions"
        if number % 5 == 0:
            host, path = "unit.openai.azure.com", "/openai/deployments/gpt-4o/chat/completions"
        headers = (("content-type", "application/json"), ("authorization", "Bearer sk-any"))
        content = json.dumps(body).encode()
        yield Request("POST", path, host=host, headers=headers, body=content, peer=f"10.0.0.{number % 7}")


def played(simulator: Simulator, request: Request, clock: ManualClock) -> list[Step]:
    """The reply, until it stands still for ever."""
    answer = simulator.handle(request)
    reply = answer.answer if isinstance(answer, Injected) else answer
    assert not isinstance(reply, Forward | Upgrade)
    steps: list[Step] = []
    with closing(reply):  # type: ignore[type-var]
        for step in reply:
            steps.append(step)
            if isinstance(step, Wait) and isinf(step.seconds):
                break
    return steps


def outcome(recipe: Path) -> Mapping[str, Any]:
    """How often each rule of the experiment struck."""
    clock = ManualClock()
    settings = Settings(generation={"time_scale": 0}, chaos={"experiment": recipe, "max_active": 1})
    with closing(Simulator(settings, clock)) as simulator:
        clock.advance(60)
        for request in traffic():
            assert played(simulator, request, clock)
            clock.advance(PACE)
        assert simulator.chaos
        [running] = simulator.chaos.experiments.running
        return {armed.rule.id: armed.shots.hits for armed in running.armed}


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda block: block.file)
def test_every_rule_strikes(recipe: Block, tmp_path: Path) -> None:
    path = tmp_path / recipe.file
    path.write_text(recipe.text)
    assert [rule for rule, hits in outcome(path).items() if not hits] == []


def test_there_are_ten() -> None:
    assert len({recipe.file for recipe in RECIPES}) == len(RECIPES) == 10
