import sqlite3
from contextlib import closing

from fakeai_proxy.cassette.database import open_database
from fakeai_proxy.cassette.entry import entry_of
from fakeai_proxy.cassette.redaction.rules import default_rules
from fakeai_proxy.cassette.unsketched import BYTES, MOST, Unsketched
from fakeai_proxy.cassette.writing import Writing
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Head

from .tape import JSON, ask, capture, rows

SKETCHES = "SELECT interaction_id, pointer, hex(vhash) FROM req_feature ORDER BY 1, 2"


def written(path, count=3):
    writing = Writing(path, ManualClock(), default_rules())
    seen = (capture(ask(f"question {order}"), Head(200, JSON), b"{}") for order in range(count))
    writing.write([one._replace(order=order) for order, one in enumerate(seen)])
    return writing


def form(text="Hi"):
    return entry_of(capture(ask(text), Head(200, JSON), b"{}"), b"s").form


def test_they_are_made_when_there_is_time_or_at_the_end(tmp_path):
    settled, closed = (written(tmp_path / name) for name in ("settled.db", "closed.db"))
    settled.settle()
    settled.leave()
    closed.close()
    assert len(rows(tmp_path / "closed.db", "SELECT DISTINCT interaction_id FROM req_feature")) == 3
    assert rows(tmp_path / "settled.db", SKETCHES) == rows(tmp_path / "closed.db", SKETCHES)


def test_what_a_killed_writer_left_without_has_them_once_it_is_opened(tmp_path):
    written(tmp_path / "killed.db").leave()
    written(tmp_path / "closed.db").close()
    assert rows(tmp_path / "killed.db", SKETCHES) == []
    open_database(tmp_path / "killed.db").close()
    assert rows(tmp_path / "killed.db", SKETCHES) == rows(tmp_path / "closed.db", SKETCHES)


def test_what_cannot_be_read_stays_without(tmp_path):
    path = tmp_path / "a.db"
    written(path).leave()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE interaction SET redaction_policy = 'of tomorrow' WHERE id = 2")
    open_database(path).close()
    assert rows(path, "SELECT DISTINCT interaction_id FROM req_feature") == [(1,), (3,)]


def test_no_more_wait_than_there_is_room_for():
    many, large = Unsketched(), Unsketched()
    many.add([(number, form()) for number in range(MOST - 1)])
    large.add([(1, form("x" * (BYTES - 100)))])
    assert not many.full
    many.add([(MOST, form())])
    large.add([(2, form("x" * 100))])
    assert (many.full, large.full) == (True, True)


def test_where_they_cannot_be_written_they_are_left_to_the_next(tmp_path, caplog):
    written(tmp_path / "a.db").leave()
    late = Unsketched()
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        connection.execute("PRAGMA query_only = ON")
        late.add([(1, form())])
        late.put(connection)
        connection.execute("PRAGMA query_only = OFF")
        late.add([(2, form())])
        late.put(connection)
    assert "explained without the newest" in caplog.text
    assert rows(tmp_path / "a.db", SKETCHES) == []
