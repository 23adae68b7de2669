import sqlite3
from contextlib import closing

from fakeai_proxy.cassette.rekey import rekey

from .tape import answer, ask, made, rows

KEYS = "SELECT profile, hex(key), seq, interaction_id FROM match_key ORDER BY 1, 2, 3"
SKETCHES = "SELECT * FROM req_feature ORDER BY 1, 2"


def test_recordings_of_before_are_found_as_today(tmp_path):
    path = made(tmp_path / "a.db", *((ask(str(n), user="me"), answer()) for n in range(3)))
    keys, sketches = rows(path, KEYS), rows(path, SKETCHES)
    with closing(sqlite3.connect(path)) as connection:
        with connection:
            connection.execute("DELETE FROM match_key WHERE profile <> 'exact@1' AND interaction_id > 1")
            connection.execute("UPDATE req_feature SET pointer = 'x' || pointer WHERE interaction_id > 1")
        rekey(connection)
    assert rows(path, KEYS) == keys
    assert rows(path, SKETCHES) == sketches


def test_a_cassette_that_is_opened_for_writing_is_brought_up_to_date(tmp_path):
    path = made(tmp_path / "a.db", (ask(), answer()))
    keys = rows(path, KEYS)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM match_key WHERE profile <> 'exact@1'")
    made(path)
    assert rows(path, KEYS) == keys


def test_what_cannot_be_read_keeps_its_key(tmp_path):
    path = made(tmp_path / "a.db", (ask(), answer()))
    with closing(sqlite3.connect(path)) as connection:
        with connection:
            connection.execute("DELETE FROM match_key WHERE profile <> 'exact@1'")
            connection.execute("UPDATE interaction SET redaction_policy = 'of tomorrow'")
        rekey(connection)
    assert rows(path, "SELECT profile FROM match_key") == [("exact@1",)]
