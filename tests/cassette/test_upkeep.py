from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fakeai_proxy.cassette import Cassette, CassetteError
from fakeai_proxy.cassette.upkeep import dispensable, prune, vacuum
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Abort, Data, Head

from .rights import folder_for_all, unprivileged
from .tape import JSON, answer, ask, made, opened, rows, tape

LONG = "".join(map(str, range(20000)))
BROKEN = [Head(200, JSON), Data(b"{" * 5000), Abort()]


def test_what_is_not_replayed_goes_and_the_rest_stays(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask("1"), answer(LONG)), (ask("2"), BROKEN), (ask("3"), answer()))
    clock = ManualClock()
    with closing(Cassette.open(path, readonly=False, clock=clock)) as cassette:
        tape(cassette, ask("1"), answer("new"), clock, replace=True)
    assert len(dispensable(path, None)) == 2
    before = path.stat().st_size
    assert len(prune(path, None)) == 2
    assert path.stat().st_size < before
    assert rows(path, "SELECT session_id, seq FROM interaction ORDER BY 1, 2") == [(1, 2), (2, 0)]
    assert rows(path, "SELECT count(*) FROM blob") == [(2,)]
    with closing(opened(path)) as cassette:
        assert cassette.holds(ask("1"))
        assert cassette.holds(ask("3"))
    assert prune(path, None) == []


def test_what_is_old_goes_too_and_empty_sessions(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask("1"), answer()))
    assert prune(path, datetime(2020, 1, 1, tzinfo=UTC)) == []
    assert len(prune(path, datetime(2030, 1, 1, tzinfo=UTC))) == 1
    for table in ("session", "interaction", "reply", "match_key", "req_feature", "blob"):
        assert rows(path, f"SELECT count(*) FROM {table}") == [(0,)]


def test_room_that_is_not_used(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask("1"), answer(LONG)))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE reply SET body = x'', blob_id = NULL")
        connection.execute("DELETE FROM blob WHERE id = 2")
    before, after = vacuum(path)
    assert after < before
    assert after == path.stat().st_size
    assert [one.name for one in tmp_path.iterdir()] == ["a.db"]


@pytest.mark.parametrize("work", [vacuum, lambda path: prune(path, None)])
def test_files_that_are_none_or_cannot_be_written(work, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.db").write_bytes(b"hello")
    for path in (tmp_path / "a.db", tmp_path / "none.db"):
        with pytest.raises(CassetteError):
            work(path)
    assert (tmp_path / "a.db").read_bytes() == b"hello"
    assert not (tmp_path / "none.db").exists()
    with folder_for_all() as folder:
        path = made(folder / "a.db", (ask("2"), BROKEN))
        path.chmod(0o444)
        folder.chmod(0o555)
        with unprivileged(), pytest.raises(CassetteError, match="cannot be written"):
            work(path)
        assert rows(path, "SELECT count(*) FROM interaction") == [(1,)]


def test_one_that_is_being_recorded(tmp_path: Path) -> None:
    path, clock = made(tmp_path / "a.db", (ask("1"), answer())), ManualClock()
    with closing(Cassette.open(path, readonly=False, clock=clock)) as cassette:
        tape(cassette, ask("2"), answer(), clock)
        for work in (vacuum, lambda path: prune(path, None), lambda path: dispensable(path, None)):
            with pytest.raises(CassetteError, match=r"being recorded|could not be taken in|locked"):
                work(path)
    assert rows(path, "SELECT count(*) FROM interaction") == [(2,)]
