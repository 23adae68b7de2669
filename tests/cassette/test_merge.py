from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from fakeai_proxy.cassette import CassetteError
from fakeai_proxy.cassette.merge import Merged, merge
from fakeai_proxy.cassette.reading import Tape
from fakeai_proxy.cassette.recording import Recording

from .tape import KEY, answer, ask, made, opened, rows
from .tapes import held, kept


def ignore() -> None:
    """Nobody watches."""


def test_shards_in_any_order(tmp_path: Path) -> None:
    shards = [made(tmp_path / f"{n}.db", (ask(str(n)), answer(KEY[:-1] + str(n)))) for n in range(3)]
    merged = []
    for order in permutations(shards):
        assert merge(order, tmp_path / "all.db", ignore, replaced=True) == Merged(3, 3, 0)
        merged.append(held(tmp_path / "all.db"))
    assert all(one == merged[0] for one in merged)
    with closing(opened(tmp_path / "all.db")) as cassette:
        assert cassette.sealed
        assert all(cassette.holds(ask(str(n))) for n in range(3))


def test_a_session_that_stands_in_several_is_taken_once(tmp_path: Path) -> None:
    first = made(tmp_path / "a.db", (ask("1"), answer()))
    (tmp_path / "b.db").write_bytes(first.read_bytes())
    second = made(tmp_path / "b.db", (ask("2"), answer()))
    assert merge([first, second], tmp_path / "all.db", ignore) == Merged(2, 2, 1)
    assert merge([second, tmp_path / "all.db"], tmp_path / "all.db", ignore, replaced=True).recordings == 2


def test_the_newest_generation_is_replayed_and_the_shortest_age_counts(tmp_path: Path) -> None:
    each = [kept(tmp_path / f"{n}.db", [], about) for n, about in enumerate([(1, 60), (3, None), (2, 90)])]
    merge(each, tmp_path / "all.db", ignore)
    assert rows(tmp_path / "all.db", "SELECT generation, max_age_s FROM cassette") == [(3, 60)]


def test_what_cannot_be_merged(tmp_path: Path) -> None:
    first = made(tmp_path / "a.db", (ask("1"), answer()))
    same, other = tmp_path / "same.db", tmp_path / "other.db"
    for path, statement in (
        (same, "UPDATE session SET tool_version = 'x'"),
        (other, "UPDATE interaction SET redaction_policy = 'keys@2 {}'"),
    ):
        path.write_bytes(first.read_bytes())
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(statement)
    with pytest.raises(CassetteError, match="has another session"):
        merge([first, same], tmp_path / "all.db", ignore)
    with pytest.raises(CassetteError, match="other redaction rules"):
        merge([first, other], tmp_path / "all.db", ignore)
    with pytest.raises(CassetteError, match="exists already"):
        merge([first], same, ignore)
    assert not (tmp_path / "all.db").exists()
    assert rows(first, "SELECT count(*) FROM session") == [(1,)]


def test_in_the_order_given_and_changed_on_the_way(tmp_path: Path) -> None:
    early, late = (made(tmp_path / f"{n}.db", (ask(n), answer()), (ask("x"), answer())) for n in "12")

    def kept(tape: Tape, recording: Recording) -> Recording | None:
        dropped = tape.path == early and b'"x"' in recording.asked.body
        return None if dropped else replace(recording, scope=tape.path.stem)

    merge([late, early], tmp_path / "all.db", ignore, in_order=True, kept=kept)
    assert rows(tmp_path / "all.db", "SELECT scope FROM interaction ORDER BY id") == [("2",), ("2",), ("1",)]
