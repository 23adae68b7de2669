from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

import pytest

from fakeai_proxy.cassette import Cassette, CassetteError
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.modes.shelf import Open, Shelf, Use
from tests.cassette.tape import answer, ask, made

READ, WRITE, REWRITE = Use(), Use(True), Use(True, True)


def opened(path: Path, use: Use) -> Open:
    cassette = Cassette.open(path, readonly=not use.writes, clock=ManualClock(), rewrite=use.rewrites)
    return Open(path, cassette, use)


def shelf(most: int = 8) -> Shelf:
    return Shelf(opened, most)


def test_a_cassette_is_open_once_for_all(tmp_path: Path) -> None:
    with closing(shelf()) as one:
        first, second = one.take(tmp_path / "a.db", WRITE, "a"), one.take(tmp_path / "a.db", READ, "b")
        assert first is second
        assert (first.users, first.scopes) == (2, {"a", "b"})


def test_the_one_used_longest_ago_is_closed_unless_it_is_in_use(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.db" for name in "abcd"]
    with closing(shelf(2)) as one:
        kept = one.take(paths[0], WRITE, "")
        for path in paths[1:3]:
            one.give(one.take(path, WRITE, ""))
        assert [held.path.name for held in one.all()] == ["a.db", "c.db"]
        one.give(kept)
        one.give(one.take(paths[3], WRITE, ""))
        assert [held.path.name for held in one.all()] == ["c.db", "d.db"]
        assert not [path for path in tmp_path.iterdir() if path.name.startswith(("a.db-", "b.db-"))]


def test_one_that_is_only_read_is_opened_anew_to_be_written(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db")
    with closing(shelf()) as one:
        held = one.take(path, READ, "")
        with pytest.raises(CassetteError, match="is in use in another way"):
            one.take(path, WRITE, "")
        one.give(held)
        one.give(one.take(path, WRITE, ""))
        with pytest.raises(CassetteError, match="is in use"):
            one.take(path, WRITE, "") and one.take(path, REWRITE, "")


def test_a_scope_leaves_a_whole_file_unless_others_use_it(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(shelf()) as one:
        for scope in "ab":
            one.give(one.take(path, WRITE, scope))
        one.leave(path, "a")
        assert one.find(path)
        one.leave(path, "b")
        assert not one.find(path)
        assert [found.name for found in tmp_path.iterdir()] == ["a.db"]
        one.leave(path, "b")


def test_leaving_waits_for_what_is_being_recorded(tmp_path: Path) -> None:
    path, clock = tmp_path / "a.db", ManualClock()
    with closing(shelf()) as one:
        held = one.take(path, WRITE, "a")
        recorder = one.lent(held, held.cassette.recorder(ask(), replace=False))
        one.give(held)
        leaving = threading.Thread(target=one.leave, args=(path, "a"))
        leaving.start()
        for step in answer():
            recorder.feed(step)
        recorder.close()
        leaving.join()
    with closing(Cassette.open(path, readonly=True, clock=clock)) as cassette:
        assert cassette.holds(ask())


def test_after_the_end_nothing_is_opened(tmp_path: Path) -> None:
    one = shelf()
    one.close()
    with pytest.raises(CassetteError, match="was closed with the proxy"):
        one.take(tmp_path / "a.db", WRITE, "")
