from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from fakeai_proxy.cassette.inserting import put_recording, put_session
from fakeai_proxy.cassette.made import making
from fakeai_proxy.cassette.reading import reading

from .tape import answer, ask, delta, made, rows, stream


def test_copies_are_equal_and_found(tmp_path: Path) -> None:
    source = made(tmp_path / "a.db", (ask("a" * 3000), answer("b" * 3000)), (ask("2"), stream(delta("a"))))
    with reading(source) as tape, making(tmp_path / "b.db") as connection:
        (session,) = tape.sessions()
        number = put_session(connection, session)
        for recording in tape.recordings(session):
            put_recording(connection, number, recording)
    for table in ("interaction", "reply", "chunk", "match_key", "req_feature", "blob"):
        query = f"SELECT * FROM {table} ORDER BY 1, 2"
        assert rows(tmp_path / "b.db", query) == rows(source, query)


def test_a_place_holds_one_and_only_active_ones_are_found(tmp_path: Path) -> None:
    source = made(tmp_path / "a.db", (ask(), answer()))
    with reading(source) as tape, making(tmp_path / "b.db") as connection:
        (session,), (recording,) = tape.sessions(), tape.all()
        number = put_session(connection, session)
        put_recording(connection, number, replace(recording, state="disabled"))
        with pytest.raises(sqlite3.IntegrityError):
            put_recording(connection, number, recording)
        with pytest.raises(sqlite3.IntegrityError):
            put_session(connection, session)
        put_recording(connection, number, replace(recording, uid="other", seq=1, key=None, keys=()))
        own = (("llm@1", b"l" * 16), ("accepted", b"a" * 16), ("accepted", b"b" * 16))
        put_recording(connection, number, replace(recording, uid="own", seq=2, keys=own))
    told = rows(tmp_path / "b.db", "SELECT profile, key FROM match_key WHERE seq = 1 ORDER BY profile")
    assert told == [("exact@1", recording.key), *recording.keys]
    told = rows(tmp_path / "b.db", "SELECT profile, key FROM match_key WHERE seq = 2 ORDER BY profile, key")
    assert told == [own[1], own[2], ("exact@1", recording.key), own[0], recording.keys[1]]
