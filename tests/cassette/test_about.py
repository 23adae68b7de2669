from __future__ import annotations

from contextlib import closing
from pathlib import Path

from fakeai_proxy.cassette import Cassette, Match
from fakeai_proxy.core.clock import ManualClock
from tests.cassette.tape import answer, ask, made, opened, rows, tape


def test_what_answered_nobody(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("1")), (ask("Ho"), answer("2")), (ask(), answer("3")))
    uids = [uid for (uid,) in rows(path, "SELECT uid FROM interaction ORDER BY id")]
    with closing(opened(path)) as cassette:
        found = cassette.find(ask())
        assert isinstance(found, Match)
        assert cassette.unplayed({found.number}) == uids[1:]
        assert found.uid == uids[0]
    clock = ManualClock()
    with closing(Cassette.open(path, readonly=False, clock=clock, max_age=60)) as cassette:
        tape(cassette, ask("new"), answer("4"), clock)
        assert cassette.unplayed(()) == uids
        assert (cassette.sealed, cassette.max_age) == (True, 60)
    with closing(opened(path)) as cassette:
        assert cassette.max_age == 60
