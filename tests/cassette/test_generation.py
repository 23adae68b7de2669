from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from fakeai_proxy.cassette.database import finish, open_database
from fakeai_proxy.cassette.generation import generation_of
from fakeai_proxy.cassette.upkeep import prune
from fakeai_proxy.cassette.writer import Writer
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Head
from tests.cassette.tape import answer, ask, capture, made, opened, rows

JSON = Head(200, (("content-type", "application/json"),))
STATES = "SELECT state FROM interaction ORDER BY id"


def rewritten(path: Path, outcome: str = "") -> Path:
    """`path` after a run that rewrote it with another answer to ask()."""
    with closing(Writer(path, ManualClock(), rewrite=True)) as writer:
        writer.submit(capture(ask(), JSON, b'{"text": "new"}'))
        writer.judge(outcome)
    return path


def test_what_was_rewritten_takes_the_place_of_all(tmp_path: Path) -> None:
    path = rewritten(made(tmp_path / "a.db", (ask(), answer("old")), (ask("Ho"), answer("gone"))))
    assert rows(path, STATES) == [("disabled",), ("disabled",), ("active",)]
    assert rows(path, "SELECT generation, sealed FROM cassette") == [(2, 1)]
    with closing(opened(path)) as cassette:
        assert cassette.holds(ask())
        assert not cassette.holds(ask("Ho"))
    assert len(prune(path, None)) == 2
    assert rows(path, "SELECT generation FROM session") == [(2,)]


def test_what_failed_does_not(tmp_path: Path) -> None:
    path = rewritten(made(tmp_path / "a.db", (ask(), answer("old"))), "failed")
    assert rows(path, STATES) == [("active",), ("quarantined",)]
    assert rows(path, "SELECT generation FROM cassette") == [(1,)]
    assert rows(rewritten(path), STATES) == [("disabled",), ("quarantined",), ("active",)]


def test_what_a_killed_run_left_is_found_by_nobody(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("old")))
    with closing(sqlite3.connect(path)) as connection, connection:  # as it is before the run comes to its end
        connection.execute("UPDATE session SET generation = 2")
    with closing(opened(path)) as cassette:
        assert not cassette.holds(ask())
    with closing(Writer(path, ManualClock())):
        pass
    assert rows(path, STATES) == [("quarantined",)]


def test_later_sessions_are_of_the_present_generation(tmp_path: Path) -> None:
    path = made(rewritten(made(tmp_path / "a.db", (ask(), answer("old")))), (ask("Ho"), answer("more")))
    assert rows(path, "SELECT generation FROM session ORDER BY id") == [(1,), (2,), (2,)]
    connection = open_database(path)
    assert generation_of(connection) == 2
    finish(connection)
