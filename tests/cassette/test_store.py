import sqlite3
import threading
from contextlib import closing

import pytest

from fakeai_proxy.cassette import CassetteError, Match
from fakeai_proxy.cassette.identity import QUICK_CHECK_BYTES

from .tape import answer, ask, made, opened


def test_each_recording_is_claimed_once_by_any_thread(tmp_path):
    path = made(tmp_path / "a.db", *((ask(), answer(str(n))) for n in range(40)))
    claimed: list[int] = []

    def claim(cassette, barrier):
        barrier.wait()
        while isinstance(found := cassette.find(ask()), Match):
            claimed.append(found.number)

    with closing(opened(path)) as cassette:
        barrier = threading.Barrier(4)
        threads = [threading.Thread(target=claim, args=(cassette, barrier)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(claimed) == len(set(claimed)) == 40


def test_many_readers_of_one_file(tmp_path):
    path = made(tmp_path / "a.db", (ask(), answer()))
    readers = [opened(path) for _ in range(3)]
    assert all(isinstance(reader.find(ask()), Match) for reader in readers)
    for reader in readers:
        reader.close()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "wreck", ["UPDATE blob SET data = x'00' WHERE codec = 'zstd'", "DELETE FROM blob", "DELETE FROM reply"]
)
def test_damage_that_shows_when_it_is_read(tmp_path, wreck):
    path = made(tmp_path / "a.db", (ask(), answer("long " * 1000)))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(wreck)
    with closing(opened(path)) as cassette, pytest.raises(CassetteError, match=r"a\.db: corrupt"):
        cassette.replay(cassette.find(ask()), 0)


def test_a_large_damaged_file(tmp_path):
    path = made(tmp_path / "a.db", (ask(), answer()))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO blob VALUES (99, randomblob(32), 0, 'raw', zeroblob(?))", (QUICK_CHECK_BYTES,)
        )
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'reply'").fetchone()[0]
    damaged = bytearray(path.read_bytes())
    damaged[(page - 1) * 4096 : page * 4096] = b"\xaa" * 4096
    path.write_bytes(damaged)
    with (
        closing(opened(path)) as cassette,
        pytest.raises(CassetteError, match="corrupt: database disk image"),
    ):
        cassette.replay(cassette.find(ask()), 0)
