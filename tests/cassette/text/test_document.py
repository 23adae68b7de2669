from __future__ import annotations

from pathlib import Path

from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.cassette.recording import Session
from fakeai_proxy.cassette.text.document import beginning, exchanges, recording, tell
from tests.cassette.tape import KEY, answer, ask, made
from tests.cassette.tapes import kept


def test_all_of_a_cassette(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask("1"), answer(KEY)), (ask("2"), answer()))
    made(path, (ask("3"), answer()))
    with reading(path) as tape:
        lines = list(tell(tape, lambda sha, body: None))
        start = beginning(*lines[:2])
        assert (start.sealed, start.salt, start.secrets) == (tape.sealed, tape.salt, tape.secrets())
        found = list(exchanges(iter(lines[2:])))
        sessions = [session for session, _ in found if session]
        assert [session.uid for session in sessions] == [session.uid for session in tape.sessions()]
        read = [
            recording(held, _current(found, n), lambda sha: b"") for n, (_, held) in enumerate(found) if held
        ]
        assert [(one.uid, one.asked, one.answered) for one in read] == [
            (one.uid, one.asked, one.answered) for one in tape.all()
        ]


def _current(found: list[tuple[Session | None, list[dict[str, object]]]], number: int) -> Session:
    return next(session for session, _ in reversed(found[:number]) if session)


def test_generations_and_what_became_of_a_run(tmp_path: Path) -> None:
    session = Session(0, "run", "2026", None, "1", generation=3, outcome="passed", scope="gw0")
    path = kept(tmp_path / "a.db", [(session, []), (Session(0, "plain", "2027", "2028", "1"), [])], (3, 60))
    with reading(path) as tape:
        lines = list(tell(tape, lambda sha, body: None))
    start = beginning(*lines[:2])
    assert (start.generation, start.max_age_s) == (3, 60)
    assert [*lines[3]] == ["session", "started_at", "ended_at", "tool_version"]
    assert [found for found, _ in exchanges(iter(lines[2:]))] == [
        session,
        Session(0, "plain", "2027", "2028", "1"),
    ]
