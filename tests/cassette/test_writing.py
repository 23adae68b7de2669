import sqlite3
from contextlib import closing

from fakeai_proxy.cassette.interaction import Capture
from fakeai_proxy.cassette.redaction.rules import default_rules
from fakeai_proxy.cassette.writing import Writing
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Head

from .tape import JSON, ask, capture, rows


def numbered(order: int, text: str = "Hi") -> Capture:
    return capture(ask(f"{text} {order}"), Head(200, JSON), b"{}")._replace(order=order)


def test_several_are_written_at_once_and_one_that_cannot_be_leaves_the_others(tmp_path):
    path = tmp_path / "a.db"
    writing = Writing(path, ManualClock(), default_rules())
    writing.write([numbered(0), numbered(1)])
    writing.write([numbered(2), numbered(1, "twice"), numbered(3)])
    with closing(sqlite3.connect(path)) as another:  # committed, whatever becomes of us
        assert another.execute("SELECT seq FROM interaction ORDER BY 1").fetchall() == [
            (0,),
            (1,),
            (2,),
            (3,),
        ]
    assert writing.lost == 1
    assert "UNIQUE" in str(writing.failed)
    writing.close()
    assert rows(path, "SELECT count(*), sealed FROM match_key, cassette WHERE profile = 'exact@1'") == [
        (4, 0)
    ]


def test_what_is_left_open_is_whole_and_not_sealed(tmp_path):
    path = tmp_path / "a.db"
    writing = Writing(path, ManualClock(), default_rules())
    writing.write([numbered(0)])
    writing.leave()
    assert rows(path, "SELECT ended_at FROM session") == [(None,)]
    assert rows(path, "SELECT sealed FROM cassette") == [(0,)]
    assert [*tmp_path.iterdir()] == [path]
