from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.admin.dimensions import DIMENSIONS
from fakeai_proxy.core.clock import ManualClock

from .asking import ask, refused, simulator, told
from .traffic import exchange


@pytest.fixture
def tables() -> dict[str, Any]:
    clock = ManualClock(wall=1_700_000_040.0)
    with simulator(clock) as running:
        exchange(running, clock, key="sk-one", prompt=10, completion=1, ttft=0.5)
        exchange(running, clock, key="sk-one", prompt=20, completion=1, ttft=1.5, endpoint="/completions")
        exchange(running, clock, "o3-mini", key="sk-two", prompt=30, completion=1, status=500)
        clock.advance(60)
        exchange(running, clock, "o3-mini", prompt=40, completion=1)
        dimensions = ",".join(DIMENSIONS)
        answer: dict[str, Any] = told(ask(running, f"/metrics/multi-dimensional?dimensions={dimensions}"))
    assert (answer["requests"], answer["since_start"]) == (4, 4)
    return {name.removeprefix("model_by_"): table for name, table in answer["tables"].items()}


def cells(table: list[dict[str, Any]], dimension: str) -> list[tuple[Any, ...]]:
    return [(cell["model"], cell[dimension], cell["requests"], cell["prompt_tokens"]) for cell in table]


def test_by_endpoint(tables: dict[str, Any]) -> None:
    assert cells(tables["endpoint"], "endpoint") == [
        ("gpt-4o", "/chat/completions", 1, 10),
        ("gpt-4o", "/completions", 1, 20),
        ("o3-mini", "/chat/completions", 2, 70),
    ]
    first = tables["endpoint"][0]
    assert first["mean_ttft"] == first["mean_duration"] == pytest.approx(0.5)


def test_by_user_and_never_by_key(tables: dict[str, Any]) -> None:
    users = [(cell["model"], cell["user"][:2], cell["requests"]) for cell in tables["user"]]
    assert sorted(users) == [("gpt-4o", "u-", 2), ("o3-mini", "", 1), ("o3-mini", "u-", 1)]
    assert "sk-" not in str(tables)


def test_by_time(tables: dict[str, Any]) -> None:
    assert cells(tables["time"], "time") == [
        ("gpt-4o", 1_700_000_040, 2, 30),
        ("o3-mini", 1_700_000_040, 1, 30),
        ("o3-mini", 1_700_000_100, 1, 40),
    ]


def test_by_what_is_a_number(tables: dict[str, Any]) -> None:
    assert [(cell["status"], cell["failed"]) for cell in tables["status"]] == [(200, 0), (200, 0), (500, 1)]
    assert {cell["worker"] for cell in tables["worker"]} == {-1}


def test_the_usual_tables_even_of_nothing() -> None:
    with simulator() as running:
        answer = told(ask(running, "/metrics/multi-dimensional"))
    assert answer["tables"] == {"model_by_endpoint": [], "model_by_user": [], "model_by_time": []}


def test_what_is_no_dimension() -> None:
    with simulator() as running:
        assert "did you mean 'user'" in refused(ask(running, "/metrics/multi-dimensional?dimensions=users"))
        assert "bucket: '0' is not" in refused(ask(running, "/metrics/multi-dimensional?bucket=0"))
