from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakeai_proxy.cli.chaos.control import state
from fakeai_proxy.core.exchange import Injected, Request
from fakeai_proxy.simulator import Simulator
from tests.admin.asking import simulator, steps
from tests.cli.answering import answering, pages
from tests.cli.conftest import Run

TOKEN = "0123456789abcdef"
MINE = "experiment: mine\nrules: [{id: a, fault: stream.cut}]\n"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Simulator, str]]:
    """A simulator whose experiments may be changed, and its base URL; the command knows the token."""
    monkeypatch.setenv("FAKEAI_CHAOS_TOKEN", TOKEN)
    with simulator(chaos={"token": TOKEN}) as running, answering(pages(running)) as (base, _):
        yield running, base


def test_the_life_of_an_experiment(at: tuple[Simulator, str], run: Run) -> None:
    running, base = at
    Path("mine.yaml").write_text(MINE)
    assert "no experiment" in run("chaos", "status", "--url", base).out
    assert "mine" in run("chaos", "add", "mine.yaml", "--url", base).out
    assert running.chaos
    [mine] = running.chaos.experiments.running
    Path("mine.yaml").write_text(MINE.replace("stream.cut", "stream.end") + "safety: {max_active: 3}\n")
    assert run("chaos", "change", "mine.yaml", "--url", base).code == 0
    assert (mine.experiment.rules[0].faults[0].type, mine.experiment.safety.max_active) == ("stream.end", 3)
    Path("mine.yaml").write_text(MINE + "safety: {max_share: 0.5}\n")
    run("chaos", "change", "mine.yaml", "--url", base)
    assert (mine.experiment.safety.max_active, mine.experiment.safety.max_share) == (20, 0.5)
    Path("mine.yaml").write_text(MINE)
    run("chaos", "change", "mine.yaml", "--url", base)
    assert mine.experiment.safety.max_share == 1
    assert "no experiment" in run("chaos", "remove", "mine", "--url", base).out
    assert running.chaos.experiments.running == ()


def test_the_kill_switch(at: tuple[Simulator, str], run: Run) -> None:
    running, base = at
    run("chaos", "add", "flaky", "--url", base)
    assert "ended: kill switch: a call" in run("chaos", "stop", "--url", base).out
    assert running.chaos
    assert not running.chaos.armed


def test_what_was_injected_is_shown(at: tuple[Simulator, str], run: Run) -> None:
    running, base = at
    Path("mine.yaml").write_text(MINE)
    run("chaos", "add", "mine.yaml", "--url", base)
    touched = running.handle(Request("GET", "/v1/models"))
    assert isinstance(touched, Injected)
    list(steps(touched.answer))
    [line] = [line for line in run("chaos", "status", "--url", base).out.splitlines() if "mine" in line]
    assert [cell.strip() for cell in line.split("│")[1:-1]] == [
        "mine", "running", "a", "1", "1", "100.0%", "stream.cut 1",
    ]  # fmt: skip
    told = json.loads(run("chaos", "status", "--json", "--url", base).out)
    assert told["experiments"][0]["rules"][0]["injected"] == {"stream.cut": 1}


def test_nothing_is_changed_without_the_token(
    at: tuple[Simulator, str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, base = at
    monkeypatch.delenv("FAKEAI_CHAOS_TOKEN")
    refused = run("chaos", "add", "flaky", "--url", base)
    assert refused.code == 1
    assert "does not hold the token" in refused.err
    assert running.chaos is None


def test_what_is_wrong_with_a_file_is_told_before_anybody_is_asked(run: Run) -> None:
    Path("mine.yaml").write_text(MINE.replace("stream.cut", "stream.cat"))
    refused = run("chaos", "add", "mine.yaml", "--url", "http://127.0.0.1:1")
    assert refused.code == 2
    assert (
        "mine.yaml:2: rules[0].fault: unknown fault 'stream.cat' (did you mean 'stream.cut'?)" in refused.err
    )


def test_an_experiment_that_is_not_there(at: tuple[Simulator, str], run: Run) -> None:
    run("chaos", "add", "flaky", "--url", at[1])
    refused = run("chaos", "remove", "flakey", "--url", at[1])
    assert refused.code == 1
    assert "there is no 'flakey' (did you mean 'flaky'?)" in refused.err


@pytest.mark.parametrize(
    ("mode", "stage", "ended", "shown"),
    [
        ("run", "running", None, "running"),
        ("run", "waiting", None, "waiting"),
        ("observe", "running", None, "observing"),
        ("observe", "ended", "max_duration", "ended: max_duration"),
    ],
)
def test_the_state_in_a_word(mode: str, stage: str, ended: str | None, shown: str) -> None:
    assert state({"mode": mode, "state": stage, "ended": ended}) == shown
