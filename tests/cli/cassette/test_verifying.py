from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cassette.tape import answer, ask, made, rows
from tests.cli.conftest import Run


def test_good_ones(run: Run) -> None:
    made(Path("a.db"), (ask("1"), answer()))
    made(Path("b.db"))
    ran = run("cassette", "verify", "a.db", "b.db")
    assert (ran.code, ran.out) == (0, "a.db, b.db: nothing is wrong\n")


def test_what_is_wrong(run: Run) -> None:
    made(Path("a.db"), (ask("1"), answer()))
    with closing(sqlite3.connect("a.db")) as connection, connection:
        connection.execute("UPDATE match_key SET key = x'00' WHERE profile = 'exact@1'")
    ran = run("cassette", "verify", "a.db", "--max-age", "1")
    assert ran.code == 1
    assert [line.split(": ")[1] for line in ran.out.splitlines()] == ["key", "expired"]
    (first, _) = json.loads(run("cassette", "verify", "a.db", "--max-age", "1", "--json").out)
    assert (first["file"], first["kind"]) == ("a.db", "key")


def test_what_answered_nobody_in_a_run(run: Run) -> None:
    path = made(Path("a.db"), (ask("1"), answer()), (ask("2"), answer()))
    ((_, uid),) = rows(path, "SELECT seq, uid FROM interaction WHERE seq = 1")
    Path("run.json").write_text(json.dumps({"scopes": [{"scope": "", "path": "a.db", "unused": [uid]}]}))
    ran = run("cassette", "verify", "a.db", "--run", "run.json")
    assert (ran.code, ran.out) == (1, f"a.db: unused: {uid} answered nobody\n")
    with closing(sqlite3.connect("a.db")) as connection, connection:
        connection.execute("UPDATE cassette SET max_age_s = 1")
    assert run("cassette", "verify", "a.db").out.count(": expired: ") == 2


def test_a_file_that_is_none(run: Run) -> None:
    Path("a.db").write_bytes(b"SQLite format 3\0")
    assert run("cassette", "verify", "a.db").code == 2
