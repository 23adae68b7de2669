from __future__ import annotations

import json

import pytest

from fakeai_proxy.mutations import MUTATIONS, mutation_of
from tests.cli.conftest import Run


def test_all_are_listed(run: Run) -> None:
    told = json.loads(run("mutations", "list", "--json").out)
    assert [one["type"] for one in told] == list(MUTATIONS)
    assert {one["kind"] for one in told} == {"reply", "request or reply"}
    assert "truncate" in run("mutations", "list").out


@pytest.mark.parametrize("name", MUTATIONS)
def test_each_is_explained_by_an_example_that_is_taken(name: str, run: Run) -> None:
    ran = run("mutations", "explain", name)
    command = ran.out.split("--mutation '")[1].split("'\n")[0].replace("'\"'\"'", "'")
    assert mutation_of(json.loads(command)).type == name
    assert json.loads(run("mutations", "explain", name, "--json").out)["type"] == name


def test_one_that_is_none(run: Run) -> None:
    ran = run("mutations", "explain", "txt")
    assert ran.code == 2
    assert "unknown mutation 'txt' (did you mean 'text'?)" in ran.err
