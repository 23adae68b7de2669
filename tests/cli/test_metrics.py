from __future__ import annotations

import json

import pytest

from fakeai_proxy.cli import metrics
from fakeai_proxy.cli.running import Running
from fakeai_proxy.core.clock import ManualClock
from tests.admin.asking import simulator
from tests.admin.traffic import exchange

from .answering import answering, pages
from .conftest import Run


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


def test_tables_of_all_and_of_one(run: Run) -> None:
    clock = ManualClock()
    with simulator(clock) as running, answering(pages(running)) as (base, _):
        exchange(running, clock, prompt=1234, ttft=0.5)
        exchange(running, clock, "o3[mini]", ttft=2)
        whole = run("metrics", "--url", base)
        one = run("metrics", "--url", base, "--model", "gpt-4o")
    assert (whole.code, whole.err) == (0, "")
    assert "1,334" in whole.out
    assert "time to first token" in whole.out
    assert "gpt-4o" in whole.out
    assert "500.0" in one.out
    assert "2,000.0" not in one.out


def test_before_the_first_request(run: Run) -> None:
    with simulator() as running, answering(pages(running)) as (base, _):
        assert run("metrics", "--url", base).code == 0


def test_json(run: Run) -> None:
    clock = ManualClock()
    with simulator(clock) as running, answering(pages(running)) as (base, _):
        exchange(running, clock, "openai/gpt-oss-120b")
        assert json.loads(run("metrics", "--url", base, "--json").out)["requests"]["total"] == 1
        one = run("metrics", "--url", base, "--json", "--model", "openai/gpt-oss-120b")
        assert json.loads(one.out)["model"] == "openai/gpt-oss-120b"
        unknown = run("metrics", "--url", base, "--model", "gpt-oss-120b")
    assert unknown.code == 1
    assert "did you mean 'openai/gpt-oss-120b'" in unknown.err


def test_again_and_again() -> None:
    with simulator() as running, answering(pages(running)) as (base, targets):
        readings = metrics.readings(Running(base), "/metrics", 0.001)
        assert [next(readings)["requests"]["total"] for _ in range(3)] == [0, 0, 0]
        assert len(list(metrics.readings(Running(base), "/metrics", None))) == 1
    assert len(targets) == 4


def test_a_screen_that_changes(capsys: pytest.CaptureFixture[str]) -> None:
    with simulator() as running, answering(pages(running)) as (base, _):
        told = Running(base).ask("/metrics")
    metrics.show(iter([told, told]), live=True)
    assert "requests" in capsys.readouterr().out


@pytest.mark.parametrize("seconds", ["0", "soon"])
def test_a_pause_that_is_none(run: Run, seconds: str) -> None:
    assert run("metrics", "--watch", seconds).code == 2
