from __future__ import annotations

import json
from pathlib import Path

import pytest

from fakeai_proxy.chaos.reading import presets
from tests.cli.conftest import Run

GOOD = "experiment: good\nrules: [{id: a, fault: stream.cut}, {id: b, fault: [stream.stall, stream.cut]}]\n"


def test_every_preset_is_listed(run: Run) -> None:
    assert [one["name"] for one in json.loads(run("chaos", "presets", "--json").out)] == list(presets())
    shown = run("chaos", "presets").out
    assert [name for name in presets() if name not in shown] == []


def test_what_can_be_run_is_told_in_a_line(run: Run) -> None:
    Path("good.yaml").write_text(GOOD)
    ran = run("chaos", "validate", "good.yaml", "flaky")
    assert (ran.code, ran.err) == (0, "")
    first, second = ran.out.splitlines()
    assert first == "good.yaml: good: 2 rules: stream.cut, stream.stall"
    assert second.startswith("flaky: flaky: 6 rules: http.error, ")


def test_one_that_only_looks_on_says_so(run: Run) -> None:
    Path("quiet.yaml").write_text(GOOD + "mode: observe\n")
    assert "good: 2 rules, observes only: " in run("chaos", "validate", "quiet.yaml").out


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "experiment: bad\nrules:\n  - id: a\n    fault: stream.cat\n    trigger: {percent: 101}\n",
            [
                "bad.yaml:4: rules[0].fault: unknown fault 'stream.cat'",
                "bad.yaml:5: rules[0].trigger.percent",
            ],
        ),
        (
            "experiment: bad\n"
            "rules: [{id: a, fault: stream.cut, trigger: {window: {to: 2001-01-01T00:00:00Z}}}]\n",
            ["bad.yaml:2: rules[0].trigger.window.to"],
        ),
        ("rules: [", ["bad.yaml:"]),
    ],
)
def test_all_that_is_wrong_is_told_with_its_line(text: str, problems: list[str], run: Run) -> None:
    Path("bad.yaml").write_text(text)
    ran = run("chaos", "validate", "bad.yaml")
    assert (ran.code, ran.out) == (2, "")
    lines = ran.err.splitlines()
    assert len(lines) == len(problems)
    assert [line[: len(begin)] for line, begin in zip(lines, problems, strict=True)] == problems


def test_one_of_several_that_is_wrong_is_enough(run: Run) -> None:
    ran = run("chaos", "validate", "flaky", "flakey")
    assert ran.code == 2
    assert ran.out.startswith("flaky: ")
    assert "unknown preset 'flakey' (did you mean 'flaky'?)" in ran.err
