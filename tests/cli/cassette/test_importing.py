from __future__ import annotations

import json
from pathlib import Path

import pytest
from mitmproxy.io import FlowWriter
from mitmproxy.test import tflow

from tests.cassette.foreign.test_har import entry, har
from tests.cassette.foreign.test_vcr import YAML
from tests.cassette.tape import rows
from tests.cli.conftest import Run


@pytest.fixture
def _files() -> None:
    har(Path("a.har"), entry())
    Path("b.yaml").write_text(YAML)
    with Path("c.flow").open("wb") as file:
        FlowWriter(file).add(tflow.tflow(resp=True))


@pytest.mark.usefixtures("_files")
@pytest.mark.parametrize(
    ("file", "form", "count"), [("a.har", "har", 1), ("b.yaml", "vcr", 3), ("c.flow", "flows", 1)]
)
def test_what_other_tools_recorded(run: Run, file: str, form: str, count: int) -> None:
    told = json.loads(run("cassette", "import", file, "--json").out)
    made = Path(file).with_suffix(".db")
    assert told == {"cassette": str(made), "format": form, "recordings": count}
    assert rows(made, "SELECT DISTINCT origin FROM interaction") == [("imported",)]


def test_a_name_that_tells_nothing(run: Run) -> None:
    har(Path("a.txt"), entry())
    refused = run("cassette", "import", "a.txt")
    assert refused.code == 2
    assert "its name ends in none of .jsonl, .har" in refused.err
    assert run("cassette", "import", "a.txt", "--from", "har").out == "a.db: 1 recording\n"


def test_what_is_there_is_only_replaced_when_told_to(run: Run) -> None:
    har(Path("a.har"), entry())
    Path("a.db").write_text("mine")
    assert "exists already; give --force" in run("cassette", "import", "a.har").err
    assert Path("a.db").read_text() == "mine"


def test_the_redaction_rules_of_the_settings(run: Run) -> None:
    har(Path("a.har"), entry(content={"text": "call Lieselotte"}))
    run("cassette", "import", "a.har", "--set", 'cassette.redact.patterns=["Lieselotte"]')
    assert rows(Path("a.db"), "SELECT body FROM reply") == [("call «secret:custom:1»".encode(),)]


def test_a_broken_text(run: Run) -> None:
    Path("a.jsonl").write_text('{"cassette": 9')
    refused = run("cassette", "import", "a.jsonl")
    assert (refused.code, refused.err) == (2, "fakeai-proxy: cassette a.jsonl: truncated in line 1\n")
