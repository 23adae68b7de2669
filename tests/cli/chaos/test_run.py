from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fakeai_proxy.chaos.reading import parsed
from fakeai_proxy.cli.chaos.run import Wishes, armed, files
from fakeai_proxy.cli.options import Chosen
from tests.cli.conftest import Run

TEXT = "experiment: mine\nrules: [{id: a, fault: stream.cut}]\n"


def wishes(**given: Any) -> Wishes:
    none = {
        "file": Path("flaky"),
        "command": (),
        "reverse": False,
        "log": None,
        "policy": None,
        "reports": {},
    }
    return Wishes(**{**none, **given})


def test_the_proxy_gets_the_experiment_wherever_it_is_started() -> None:
    Path("mine.yaml").write_text(TEXT)
    given = armed(Chosen(None, {}), wishes(file=Path("mine.yaml"), command=("true",)), False)
    assert given.overrides == {"chaos.experiment": str(Path("mine.yaml").resolve())}
    assert armed(Chosen(None, {}), wishes(command=("true",)), True).overrides == {
        "chaos.experiment": "flaky",
        "chaos.observe": "true",
    }


def test_without_a_command_it_listens_where_it_always_does() -> None:
    assert armed(Chosen(None, {}), wishes(), False).overrides["server.port"] == "8080"
    given = Chosen(None, {"server.port": "7", "server.reverse_port": "8"})
    listening = armed(given, wishes(), False).overrides
    assert (listening["server.port"], listening["server.reverse_port"]) == ("7", "8")


@pytest.mark.parametrize(
    ("report", "given", "written"),
    [
        ("", {}, {}),
        ("report: {format: [table, junit]}", {}, {"junit": Path("mine.xml")}),
        ("report: {format: html}", {"html": Path("a.html")}, {"html": Path("a.html")}),
        ("", {"json": Path("a.json")}, {"json": Path("a.json")}),
    ],
)
def test_where_reports_go(report: str, given: dict[str, Path], written: dict[str, Path]) -> None:
    assert files(parsed(TEXT + report, "mine.yaml"), wishes(reports=given)) == written


@pytest.mark.parametrize("name", ["run", "observe"])
def test_a_wrong_experiment_is_refused_before_anything_is_started(name: str, run: Run) -> None:
    Path("bad.yaml").write_text(TEXT.replace("stream.cut", "stream.cat"))
    refused = run("chaos", name, "bad.yaml", "--", "touch", "ran")
    assert refused.code == 2
    assert "bad.yaml:2: rules[0].fault: unknown fault 'stream.cat'" in refused.err
    assert not Path("ran").exists()
