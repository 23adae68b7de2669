import sqlite3
from contextlib import closing

import pytest

from fakeai_proxy.cassette import CassetteError
from fakeai_proxy.cassette.lint import Finding, lint
from fakeai_proxy.cassette.redaction.rules import default_rules, rules_of
from fakeai_proxy.cassette.redaction.settings import RedactionSettings
from fakeai_proxy.core.steps import Data, End, Head

from .secrets import PLANTED
from .tape import JSON, KEY, answer, ask, delta, made, rows, stream

MAIL = rules_of(RedactionSettings(personal=("email",)))


def told(path, rules=None) -> list[tuple[str, str, str, int]]:
    return [(one.where.split()[0], *one[1:]) for one in lint(path, rules or default_rules())]


def changed(path, statement: str, *values: object):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement, values)
    return path


def test_what_was_recorded_has_none(tmp_path):
    path = made(tmp_path / "a.db", (ask(KEY), answer(KEY)), (ask(), stream(delta(KEY[:9]), delta(KEY[9:]))))
    assert told(path) == []


def test_other_rules_find_more_and_say_where(tmp_path):
    got = (*JSON, ("location", "ann@a.org"))
    exchanges = (
        (ask("bob@a.org, bob@a.org"), [Head(200, got), Data(b"bob@a.org"), End()]),
        (ask(), stream(delta("bob@"), delta("a.org"), delta("."))),
    )
    assert told(made(tmp_path / "a.db", *exchanges), MAIL) == [
        ("interaction", "reply header location", "email", 1),
        ("interaction", "request /messages/0/content", "email", 2),
        ("interaction", "reply", "email", 1),
        ("interaction", "reply /choices/0/delta/content", "email", 1),
    ]


def test_headers_that_should_not_be_there(tmp_path):
    path = made(tmp_path / "a.db", (ask(), answer()))
    changed(path, "UPDATE interaction SET req_headers = ?", '[["Authorization", "Bearer x"]]')
    assert told(path) == [("interaction", "request header authorization", "header", 1)]


def test_columns_that_belong_to_no_recording(tmp_path):
    path = made(tmp_path / "a.db", (ask(), answer()))
    changed(path, "UPDATE session SET tool_version = ?", f"{KEY} {KEY}")
    assert told(path) == [("table", "tool_version", "openai_key", 2)]


def test_blobs_that_belong_to_no_recording(tmp_path):
    path = made(tmp_path / "a.db", (ask(), answer()))
    insert = "INSERT INTO blob(sha256, size, codec, data) VALUES (zeroblob(32), 1, 'raw', ?)"
    changed(path, insert, KEY.encode())
    assert told(path) == [("blob", "", "openai_key", 1)]


def test_what_deleted_rows_left_behind(tmp_path):
    path = made(tmp_path / "a.db", (ask(), answer()))
    changed(path, "UPDATE session SET tool_version = ?", "x" * 8000 + f" {KEY}")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("UPDATE session SET tool_version = '1'")
    assert rows(path, "SELECT tool_version FROM session") == [("1",)]
    assert told(path) == [("unused", "", "openai_key", 1)]


def test_any_text_by_lines(tmp_path):
    path = tmp_path / "a.jsonl"
    private = "-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----\n"
    path.write_text(f'{{"a": 1}}\n{{"a": "{KEY} {KEY}"}}\n\n{private}')
    assert list(lint(path, default_rules())) == [
        Finding("line 2", "", "openai_key", 2),
        Finding("line 4", "", "private_key", 1),
    ]


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_nothing_found_tells_the_secret(tmp_path, name):
    path = tmp_path / "a.txt"
    path.write_text(PLANTED[name])
    (one,) = lint(path, default_rules())
    assert one.kind == name.split()[0]
    assert PLANTED[name] not in str(one)


def test_files_that_cannot_be_looked_into(tmp_path):
    with pytest.raises(FileNotFoundError):
        list(lint(tmp_path / "none.db", default_rules()))
    foreign = tmp_path / "foreign.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE a(b)")
    with pytest.raises(CassetteError, match="another program"):
        list(lint(foreign, default_rules()))
    path = made(tmp_path / "a.db", (ask(), answer()))
    changed(path, "DELETE FROM reply")
    with pytest.raises(CassetteError, match="cannot be read: interaction 1 has no reply"):
        list(lint(path, default_rules()))
