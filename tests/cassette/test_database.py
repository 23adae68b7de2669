import sqlite3
from contextlib import closing

import pytest

from fakeai_proxy.cassette import Cassette, CassetteError, Match
from fakeai_proxy.cassette.database import finish, open_database, recover
from fakeai_proxy.cassette.identity import FORMAT
from fakeai_proxy.core.clock import ManualClock

from .rights import folder_for_all, unprivileged
from .tape import answer, ask, made, opened, rows


def test_a_new_cassette_and_its_folders(tmp_path):
    path = tmp_path / "a" / "b.db"
    finish(open_database(path))
    assert rows(path, "PRAGMA application_id") == [(0x46414B45,)]
    assert rows(path, "PRAGMA user_version") == [(FORMAT,)]
    assert rows(path, "PRAGMA journal_mode") == [("delete",)]
    assert rows(path, "SELECT migration_set, name FROM _sqlite_migrations") == [
        ("fakeai_proxy.cassette", "m001_http_interactions"),
        ("fakeai_proxy.cassette", "m002_numbered_secrets"),
        ("fakeai_proxy.cassette", "m003_generations_scopes_and_messages"),
    ]


def test_an_empty_file_becomes_a_cassette(tmp_path):
    path = tmp_path / "a.db"
    path.touch()
    finish(open_database(path))
    assert rows(path, "SELECT sealed FROM cassette") == [(0,)]


def test_while_open_it_is_in_wal_mode(tmp_path):
    with closing(open_database(tmp_path / "a.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (1,)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_partial_leftovers_are_quarantined(tmp_path):
    path = made(tmp_path / "a.db", (ask(), answer()))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE interaction SET state = 'partial'")
    finish(open_database(path))
    assert rows(path, "SELECT state FROM interaction") == [("quarantined",)]


def test_the_log_of_a_killed_recorder_is_taken_in(tmp_path):
    path = made(tmp_path / "a.db", (ask("first"), answer()))
    log = path.with_name("a.db-wal")
    with closing(open_database(path)) as connection:
        with connection:
            connection.execute("UPDATE cassette SET sealed = 7")
        left = path.read_bytes(), log.read_bytes()
    path.write_bytes(left[0])
    log.write_bytes(left[1])
    assert left[1]
    recover(path)
    assert not log.exists()
    assert rows(path, "SELECT sealed FROM cassette") == [(7,)]


def test_a_cassette_that_is_being_recorded_is_not_replayed(tmp_path):
    path = made(tmp_path / "a.db", (ask(), answer()))
    with (
        closing(Cassette.open(path, readonly=False, clock=ManualClock())),
        pytest.raises(CassetteError, match="is being recorded by another"),
    ):
        opened(path)


def test_a_file_that_may_not_be_written():
    with folder_for_all() as folder:
        path = made(folder / "a.db", (ask(), answer()))
        path.chmod(0o444)
        with unprivileged(), pytest.raises(CassetteError, match="cannot be written"):
            open_database(path)


def test_a_read_only_file_in_a_read_only_folder_is_replayed():
    with folder_for_all() as folder:
        path = made(folder / "a.db", (ask(), answer("Hello")))
        path.chmod(0o444)
        folder.chmod(0o555)
        with unprivileged(), closing(opened(path)) as cassette:
            assert isinstance(cassette.find(ask()), Match)
        assert list(folder.iterdir()) == [path]


def test_a_log_that_cannot_be_taken_in():
    with folder_for_all() as folder:
        path = made(folder / "a.db", (ask(), answer()))
        path.with_name("a.db-wal").write_bytes(b"x" * 100)
        path.chmod(0o444)
        folder.chmod(0o555)
        with unprivileged(), pytest.raises(CassetteError, match=r"has recordings in a\.db-wal"):
            opened(path)


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "a").touch()
    with pytest.raises(CassetteError, match="File exists"):
        open_database(tmp_path / "a" / "b.db")
