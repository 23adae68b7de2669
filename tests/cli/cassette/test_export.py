from __future__ import annotations

import json
from pathlib import Path

from tests.cassette.tape import answer, ask, made, rows
from tests.cli.conftest import Run


def test_beside_the_cassette(run: Run) -> None:
    made(Path("chat.db"), (ask("Hi"), answer()))
    assert run("cassette", "export", "chat.db").out == "chat.jsonl: 1 recording\n"
    assert Path("chat.jsonl").read_text().startswith('{"cassette": 2, ')
    told = json.loads(run("cassette", "export", "chat.db", "--har", "--json").out)
    assert told == {"file": "chat.har", "format": "har", "recordings": 1}
    assert json.loads(Path("chat.har").read_text())["log"]["version"] == "1.2"


def test_printed(run: Run) -> None:
    made(Path("chat.db"), (ask("Hi"), answer()))
    run("cassette", "export", "chat.db")
    assert run("cassette", "export", "chat.db", "-").out == Path("chat.jsonl").read_text()
    assert json.loads(run("cassette", "export", "chat.db", "-", "--har").out)["log"]["entries"]


def test_only_an_export_is_replaced(run: Run) -> None:
    made(Path("chat.db"), (ask("Hi"), answer()))
    Path("notes.jsonl").write_text("mine")
    refused = run("cassette", "export", "chat.db", "notes.jsonl")
    assert (refused.code, Path("notes.jsonl").read_text()) == (2, "mine")
    assert "exists and is no export; give --force" in refused.err
    for _ in range(2):
        assert run("cassette", "export", "chat.db", "notes.jsonl", "--force").code == 0
    assert run("cassette", "export", "chat.db", "notes.jsonl").code == 0


def test_a_file_that_is_no_cassette(run: Run) -> None:
    Path("chat.db").write_text("hello")
    refused = run("cassette", "export", "chat.db")
    assert (refused.code, refused.err) == (
        2,
        "fakeai-proxy: cassette chat.db: not a cassette (not an SQLite file)\n",
    )


def test_there_and_back(run: Run) -> None:
    made(Path("chat.db"), (ask("Hi"), answer()))
    run("cassette", "export", "chat.db")
    run("cassette", "import", "chat.jsonl", "again.db")
    for table in ("interaction", "reply", "match_key"):
        assert rows(Path("again.db"), f"SELECT * FROM {table}") == rows(
            Path("chat.db"), f"SELECT * FROM {table}"
        )
