"""Which tools are called."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from fakeai_proxy.synth.calls import Tool, calls

WEATHER = Tool(
    "get_weather",
    "Get the current weather for a city",
    {"properties": {"city": {"type": "string"}}, "required": ["city"]},
)
MATHS = Tool(
    "calculator",
    "Evaluate an expression",
    {
        "properties": {
            "a": {"type": "number"},
            "b": {"type": "number"},
            "op": {"type": "string", "enum": ["add", "multiply"]},
        },
        "required": ["a", "b", "op"],
    },
)
NOW = Tool("now")
CODE = Tool("run_code", "Execute python code", custom=True)
ALL = (WEATHER, MATHS, NOW, CODE)


def made(asked: str, choice: Any = "auto", **options: Any) -> list[tuple[str, str]]:
    return [
        (call.tool.name, call.text)
        for call in calls(ALL, asked, np.random.default_rng(0), choice=choice, **options)
    ]


@pytest.mark.parametrize(
    ("asked", "called"),
    [
        (
            "What's the weather in SF and NYC?",
            [("get_weather", {"city": "SF"}), ("get_weather", {"city": "NYC"})],
        ),
        ("multiply 12 by 7.5", [("calculator", {"a": 12, "b": 7.5, "op": "multiply"})]),
        ("Tell me a joke", []),
    ],
)
def test_what_fits_is_called(asked: str, called: list[tuple[str, Any]]) -> None:
    assert [(name, json.loads(text)) for name, text in made(asked)] == called


def test_one_at_a_time() -> None:
    assert len(made("weather in SF and NYC", parallel=False)) == 1


def test_what_was_not_called_yet_is_preferred() -> None:
    names = [tool.name for tool in ALL]
    order = [made("weather", "required", called=names[:count])[0][0] for count in range(len(ALL) + 1)]
    assert order == [*names, names[0]]


def test_tools_without_parameters_and_tools_of_text() -> None:
    assert made("now!", "required", called=["get_weather", "calculator"]) == [("now", "{}")]
    assert made("execute this code: 1 + 1") == [("run_code", "execute this code: 1 + 1")]
