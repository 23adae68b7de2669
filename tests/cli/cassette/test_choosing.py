from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cassette.tape import answer, ask, made
from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("flags", "models"),
    [
        ((), ["gpt-4o", "o3"]),
        (("--model", "gpt*"), ["gpt-4o"]),
        (
            ("--path", "*/completions", "--host", "api.*", "--state", "active", "--status", "200"),
            ["gpt-4o", "o3"],
        ),
        (("--status", "404"), []),
    ],
)
def test_flags_choose_recordings(run: Run, flags: tuple[str, ...], models: list[str]) -> None:
    made(Path("a.db"), (ask("1"), answer()), (ask("2", model="o3"), answer()))
    told = json.loads(run("cassette", "list", "a.db", "--json", *flags).out)
    assert [one["model"] for one in told] == models


def test_a_state_that_is_none(run: Run) -> None:
    assert run("cassette", "list", "a.db", "--state", "lively").code == 2
