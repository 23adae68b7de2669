from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cassette.tape import answer, ask, made
from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def _cassette() -> None:
    made(Path("a.db"), (ask("Where do whales sleep?"), answer()), (ask("Hi"), answer()))


def test_what_is_found(run: Run) -> None:
    assert "[whales]" in run("cassette", "search", "a.db", "whale").out
    (one,) = json.loads(run("cassette", "search", "a.db", "whale", "--json", "--limit", "5").out)
    assert one["words"] == "Where do [whales] sleep?"


def test_nothing(run: Run) -> None:
    ran = run("cassette", "search", "a.db", "dolphin")
    assert (ran.code, ran.out, ran.err) == (1, "", "a.db: nothing says 'dolphin'\n")
    assert json.loads(run("cassette", "search", "a.db", "whale", "--model", "o3", "--json").out) == []


def test_a_query_that_is_none(run: Run) -> None:
    assert run("cassette", "search", "a.db", '"').code == 2
