from __future__ import annotations

from pathlib import Path

import pytest

from fakeai_proxy.cassette import CassetteError
from fakeai_proxy.cassette.made import making

from .tape import answer, ask, made, rows


def test_it_appears_whole_and_as_one_file(tmp_path: Path) -> None:
    with making(tmp_path / "a.db") as connection:
        connection.execute("UPDATE cassette SET sealed = 1")
        assert not (tmp_path / "a.db").exists()
    assert rows(tmp_path / "a.db", "SELECT sealed FROM cassette") == [(1,)]
    assert [path.name for path in tmp_path.iterdir()] == ["a.db"]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer()))
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError), making(path, replace=True):
        raise ZeroDivisionError
    assert path.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.db"]


def test_what_is_there_is_not_replaced_unasked(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db")
    with pytest.raises(CassetteError, match="exists already"), making(path):
        pass
    with making(path, replace=True) as connection:
        assert connection.execute("SELECT count(*) FROM session").fetchone() == (0,)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CassetteError) as refused, making(tmp_path / "file" / "a.db"):
        pass
    assert refused.value.path == tmp_path / "file" / "a.db"


def test_a_full_disk(tmp_path: Path) -> None:
    with pytest.raises(CassetteError, match="full"), making(tmp_path / "a.db") as connection:
        connection.execute("PRAGMA max_page_count = 1")
        connection.execute("CREATE TABLE filler AS SELECT zeroblob(1000000) AS data")
    assert list(tmp_path.iterdir()) == []
