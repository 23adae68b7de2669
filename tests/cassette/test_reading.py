from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fakeai_proxy.cassette import CassetteError
from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.cassette.recording import Found

from .rights import folder_for_all, unprivileged
from .tape import KEY, answer, ask, delta, made, stream


def test_recordings_in_the_order_in_which_they_were_asked(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask("1"), answer()), (ask("2"), stream(delta("a"), delta("b"))))
    made(path, (ask("3"), answer()))
    with reading(path) as tape:
        assert len(tape) == 3
        assert [session.number for session in tape.sessions()] == [1, 2]
        first, second, third = tape.all()
        assert tape.uids() == [first.uid, second.uid, third.uid]
        assert tape.recording(second.uid) == second
        with pytest.raises(KeyError):
            tape.recording("none")
    assert [b'"%d"' % n in one.asked.body for n, one in enumerate((first, second, third), 1)] == [True] * 3
    assert [one.ns for one in second.answered.slices] == [300_000_000, 400_000_000]
    assert (first.answered.slices, first.state, first.origin) == ((), "active", "recorded")


def test_what_was_redacted(tmp_path: Path) -> None:
    with reading(made(tmp_path / "a.db", (ask(f"My key is {KEY}"), answer()))) as tape:
        (recording,) = tape.all()
        assert [number for _, number, _ in tape.secrets()] == [1]
    assert recording.found
    assert all(isinstance(one, Found) for one in recording.found)


def test_files_that_are_refused_and_left_alone(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE t(a)")
    newer = made(tmp_path / "newer.db", (ask(), answer()))
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("PRAGMA user_version = 99")
    short = tmp_path / "short.db"
    short.write_bytes(made(tmp_path / "a.db", (ask(), answer())).read_bytes()[:5000])
    said = {
        foreign: "an SQLite file of another program",
        newer: "of format 99, newer",
        short: "truncated at 5000 bytes",
        tmp_path / "none.db": "No such file",
    }
    for path, reason in said.items():
        with pytest.raises(CassetteError, match=reason), reading(path):
            pass


def test_a_damaged_body(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("a" * 9000)))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE blob SET data = x'00' WHERE codec = 'zstd'")
    with pytest.raises(CassetteError, match="corrupt"), reading(path) as tape:
        list(tape.all())


def test_a_read_only_folder() -> None:
    with folder_for_all() as folder:
        path = made(folder / "a.db", (ask(), answer()))
        path.chmod(0o444)
        folder.chmod(0o555)
        with unprivileged(), reading(path) as tape:
            assert len(list(tape.all())) == 1
        assert [one.name for one in folder.iterdir()] == ["a.db"]
