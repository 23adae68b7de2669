from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from fakeai_proxy.cli.checks import Finding
from fakeai_proxy.cli.doctor import checks_table, report, rows, settings_table
from fakeai_proxy.settings import Settings, settings_of

from .conftest import Run

CHECKED = [Finding("CA", "ok", "/ca"), Finding("--port", "broken", "taken", "choose [another]")]


def printed(table: object) -> str:
    console = Console(file=io.StringIO(), width=120)
    console.print(table)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_broken_setting_is_a_finding(run: Run) -> None:
    ran = run("doctor", "--json", "--ttft-ms", "-1")
    found = json.loads(ran.out)
    assert (ran.code, found["ok"], found["settings"]) == (1, False, [])
    assert found["checks"][0]["detail"].startswith("generation.ttft_ms (option): '-1' is refused")


def test_every_setting_in_force_and_where_it_came_from() -> None:
    settings = Settings.load(
        None, {"upstreams.api.openai.com": "http://a.test", "seed": "5"}, {"FAKEAI_PORT": "1"}
    )
    table = {row["key"]: (row["value"], row["origin"]) for row in rows(settings)}
    assert set(settings_of(Settings)) <= set(table)
    assert table["seed"] == (5, "option")
    assert table["server.port"] == (1, "environment FAKEAI_PORT")
    assert table["upstreams.api.openai.com"] == ("http://a.test", "option")
    assert table["cassette.path"] == (None, "default")


def test_tables_say_it_all_and_take_nothing_for_markup() -> None:
    text = printed(checks_table(CHECKED)) + printed(settings_table(rows(Settings())))
    for said in ("--port", "broken", "taken", "choose [another]", "generation.itl_ms", "5.0", "default"):
        assert said in text


@pytest.mark.parametrize("healthy", [True, False])
def test_the_same_for_programs(healthy: bool) -> None:
    found = json.loads(
        report(healthy, CHECKED, [{"key": "seed", "value": 0, "origin": "default"}], {"python": "3"})
    )
    assert found["ok"] is healthy
    assert found["checks"][1] == {
        "name": "--port",
        "state": "broken",
        "detail": "taken",
        "advice": "choose [another]",
    }
    assert found["versions"] == {"python": "3"}
