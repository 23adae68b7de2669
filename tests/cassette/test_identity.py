import sqlite3
from contextlib import closing

import pytest

from fakeai_proxy.cassette import Cassette, CassetteError
from fakeai_proxy.core.clock import ManualClock

from .tape import answer, ask, made, opened


def refused(path, reason):
    """Both ways to open it say the same, and the file stays as it was."""
    before = path.read_bytes()
    for readonly in (True, False):
        with pytest.raises(CassetteError, match=reason) as caught:
            Cassette.open(path, readonly=readonly, clock=ManualClock())
        assert str(path) in str(caught.value)
    assert path.read_bytes() == before
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_not_sqlite(tmp_path):
    path = tmp_path / "x.db"
    path.write_text("interactions: []\n")
    refused(path, "not a cassette .not an SQLite file")


def test_the_database_of_another_program(tmp_path):
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE cassette(id)")
    refused(path, "SQLite file of another program")


def test_a_newer_format(tmp_path):
    path = made(tmp_path / "x.db", (ask(), answer()))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    refused(path, "of format 99, newer than this fakeai-proxy reads")


def test_a_truncated_file(tmp_path):
    path = made(tmp_path / "x.db", (ask(), answer()))
    path.write_bytes(path.read_bytes()[:-4096])
    refused(path, "corrupt: truncated at")


@pytest.mark.parametrize("page", [2, 9, 12])
def test_a_damaged_page(tmp_path, page):
    path = made(tmp_path / "x.db", (ask(), answer()))
    damaged = bytearray(path.read_bytes())
    damaged[(page - 1) * 4096 : page * 4096] = b"\xaa" * 4096
    path.write_bytes(damaged)
    refused(path, "corrupt")


def test_nothing_there(tmp_path):
    with pytest.raises(CassetteError, match="No such file"):
        opened(tmp_path / "x.db")
    assert list(tmp_path.iterdir()) == []


def test_a_folder(tmp_path):
    with pytest.raises(CassetteError, match="Is a directory"):
        opened(tmp_path)


def test_the_text_of_a_cassette_says_how_to_make_one(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"cassette": 2, "profile": "exact@1", "sealed": true}\n')
    with pytest.raises(CassetteError, match=r"fakeai-proxy cassette import .*a\.jsonl .*a\.db'"):
        Cassette.open(path, readonly=True, clock=ManualClock())
