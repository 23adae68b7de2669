import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from fakeai_proxy.cassette import Cassette, CassetteError, Match
from fakeai_proxy.cassette.lint import lint
from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.cassette.recording import Early, Message, Session
from fakeai_proxy.cassette.redaction.rules import POLICY, default_rules, rules_of
from fakeai_proxy.cassette.redaction.settings import RedactionSettings
from fakeai_proxy.cassette.rewrite import rewrite
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Data
from tests.playbook import body

from .tape import KEY, answer, ask, delta, made, older, opened, rows, stream
from .tapes import kept
from .test_conversation import EMPTY

MAIL = RedactionSettings(personal=("email",))
LONG = "ordinary words " * 300


def recorded(path):
    return made(
        path,
        (ask(f"write to ann@a.org with {KEY}"), answer(f"ann@a.org {LONG}")),
        (ask("a stream", stream=True), stream(delta("I am bob@"), delta("a.org"), delta(" bye"))),
        (ask("nothing"), answer("at all")),
    )


def test_what_the_rules_find_is_gone_from_the_file(tmp_path):
    path = recorded(tmp_path / "a.db")
    done = rewrite(path, rules_of(MAIL))
    assert (done.interactions, done.changed, done.secrets) == (3, 2, {"email": 2})
    assert list(lint(path, rules_of(MAIL))) == []
    assert b"a.org" not in path.read_bytes()
    assert [file.name for file in tmp_path.iterdir()] == ["a.db"]


def test_recordings_are_found_again_and_play_at_their_pace(tmp_path):
    path = recorded(tmp_path / "a.db")
    rewrite(path, rules_of(MAIL))
    with closing(opened(path)) as cassette:
        first = cassette.find(ask(f"write to eve@a.org with {KEY}"))
        second = cassette.find(ask("a stream", stream=True))
        assert isinstance(first, Match)
        assert isinstance(second, Match)
        assert body(cassette.replay(first, 0)).startswith('{"text": "«secret:email:1» ordinary'.encode())
        steps = list(cassette.replay(second, 1))
        pieces = [step.body for step in steps if isinstance(step, Data)]
        assert ["«secret:email:2»".encode() in piece for piece in pieces] == [True, False, False]
        assert pieces[2] == delta(" bye")
        assert isinstance(cassette.find(ask("nothing")), Match)


def test_the_audit_tells_what_was_there_before_too(tmp_path):
    path = recorded(tmp_path / "a.db")
    rewrite(path, rules_of(MAIL))
    found = rows(path, "SELECT place, placeholder, n FROM redaction WHERE interaction_id = 1 ORDER BY 2, 1")
    assert found == [
        ("reply /text", "«secret:email:1»", 1),
        ("request /messages/0/content", "«secret:email:1»", 1),
        ("request /messages/0/content", "«secret:openai_key:1»", 1),
    ]
    assert rows(path, "SELECT DISTINCT redaction_policy FROM interaction") == [
        (POLICY + ' {"personal": ["email"]}',)
    ]


def test_a_recorder_with_other_rules_is_told_of_it(tmp_path):
    path = recorded(tmp_path / "a.db")
    with pytest.raises(CassetteError, match=r"other redaction rules .the defaults.*cassette redact"):
        Cassette.open(path, readonly=False, clock=ManualClock(), redact=MAIL)
    rewrite(path, rules_of(MAIL))
    Cassette.open(path, readonly=False, clock=ManualClock(), redact=MAIL).close()


def test_again_changes_nothing(tmp_path):
    path = recorded(tmp_path / "a.db")
    rewrite(path, rules_of(MAIL))
    before = rows(path, "SELECT * FROM interaction"), rows(path, "SELECT * FROM match_key")
    assert rewrite(path, rules_of(MAIL)).changed == 0
    assert (rows(path, "SELECT * FROM interaction"), rows(path, "SELECT * FROM match_key")) == before


def test_cassettes_of_before_numbers_were_kept(tmp_path):
    path = older(recorded(tmp_path / "a.db"), 1)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE interaction SET path = ? WHERE id = 3", (f"/v1/{KEY}",))
    assert rewrite(path, default_rules()).changed == 1
    assert rows(path, "SELECT path FROM interaction WHERE id = 3") == [("/v1/«secret:openai_key:2»",)]


def test_where_a_secret_would_remain_nothing_is_done(tmp_path):
    path = recorded(tmp_path / "a.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE session SET tool_version = ?", (KEY,))
    before = path.read_bytes()
    with pytest.raises(CassetteError, match="a openai_key remains in table session tool_version"):
        rewrite(path, default_rules())
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.db"]


def test_files_that_are_no_cassettes_are_left(tmp_path):
    path = tmp_path / "a.db"
    path.write_bytes(b"x")
    with pytest.raises(CassetteError, match="not a cassette"):
        rewrite(path, default_rules())
    assert path.read_bytes() == b"x"


def test_one_that_is_being_recorded_is_left(tmp_path):
    path = tmp_path / "a.db"
    with closing(Cassette.open(path, readonly=False, clock=ManualClock())):
        with pytest.raises(CassetteError, match="being recorded"):
            rewrite(path, default_rules())


def test_messages_trailers_and_early_heads_stay_but_for_their_secrets(tmp_path):
    said, asked = b'{"delta":"' + KEY.encode() + b' now"}{"a":1}', b"use " + KEY.encode()
    whole = len(said) - len(b'{"a":1}')
    messages = (
        Message(1, "server", False, 0, whole),
        Message(2, "client", False, 0, len(asked)),
        Message(3, "server", False, whole, len(said) - whole),
    )
    reply = replace(EMPTY.answered, kind="ws", status=101, body=said, messages=messages)
    reply = replace(
        reply, trailers=(("x-key", KEY), ("x-a", "b")), early=(Early(1, 103, (("link", "</a>"),)),)
    )
    one = replace(
        EMPTY,
        uid="run-0",
        policy=POLICY,
        started_at="2026-01-01T00:00:00.000+00:00",
        asked=replace(EMPTY.asked, method="GET", path="/v1/realtime", body=asked),
        answered=reply,
    )
    path = kept(tmp_path / "a.db", [(Session(0, "run", "", None, ""), [one])], (1, None))
    assert {finding.kind for finding in lint(path, default_rules())} == {"openai_key"}
    assert rewrite(path, default_rules()).changed == 1
    assert list(lint(path, default_rules())) == []
    with reading(path) as tape:
        (again,) = tape.all()
    name = "«secret:openai_key:1»"
    assert again.asked.body == f"use {name}".encode()
    assert again.answered.body == f'{{"delta":"{name} now"}}{{"a":1}}'.encode()
    assert [(found.ns, found.sender) for found in again.answered.messages] == [
        (1, "server"),
        (2, "client"),
        (3, "server"),
    ]
    assert again.answered.trailers == (("x-key", name), ("x-a", "b"))
    assert again.answered.early == reply.early
