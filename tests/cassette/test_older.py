from __future__ import annotations

from pathlib import Path

import pytest

from fakeai_proxy.cassette.inserting import put_recording, put_session
from fakeai_proxy.cassette.made import making
from fakeai_proxy.cassette.reading import reading

from .tape import COLUMNS, answer, ask, delta, made, older, opened, rows, stream
from .tapes import held


@pytest.mark.parametrize("number", [1, 2])
def test_older_cassettes_are_read_as_they_are_and_upgraded_when_written(tmp_path: Path, number: int) -> None:
    path = made(tmp_path / "a.db", (ask("1"), answer()), (ask("2"), stream(delta("a"))))
    before = held(path)
    content = older(path, number).read_bytes()
    assert held(path) == before
    assert opened(path).holds(ask("1"))
    with reading(path) as tape:
        assert (tape.generation, tape.max_age_s, tape.secrets()) == (1, None, [])
    assert path.read_bytes() == content
    made(path, (ask("3"), answer()))
    assert rows(path, "PRAGMA user_version") == [(3,)]
    assert held(path)[0][0] == before[0][0]


def test_what_older_formats_lack_is_all_that_the_present_one_has(tmp_path: Path) -> None:
    path = older(made(tmp_path / "old.db", (ask(), answer())), 2)
    with reading(path) as tape, making(tmp_path / "new.db") as connection:
        (session,) = tape.sessions()
        number = put_session(connection, session)
        for recording in tape.recordings(session):
            put_recording(connection, number, recording)
    for column in COLUMNS[2:]:
        table, _, name = column.partition(".")
        assert name in {row[1] for row in rows(tmp_path / "new.db", f"PRAGMA table_info({table})")}
    assert held(tmp_path / "new.db")[0] == held(path)[0]
