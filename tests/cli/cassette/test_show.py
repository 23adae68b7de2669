from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cassette.tape import KEY, answer, ask, delta, made, rows, stream
from tests.cli.conftest import Run

VARIED = Path(__file__).parents[2] / "cassette" / "text" / "varied.jsonl"


@pytest.fixture
def uids() -> list[str]:
    many = stream(*(delta(f"word{n} ") for n in range(100)))
    path = made(Path("a.db"), (ask(f"My [bold]key[/bold] is {KEY}"), many), (ask("Hi"), answer()))
    return [uid for (uid,) in rows(path, "SELECT uid FROM interaction ORDER BY seq")]


def test_a_conversation(run: Run, uids: list[str]) -> None:
    shown = run("cassette", "show", "a.db", uids[0]).out
    for part in ("user", "My [bold]key[/bold] is «secret:", "assistant", "word0 word1", "redacted: «secret:"):
        assert part in shown
    assert KEY not in shown


def test_a_timeline(run: Run, uids: list[str]) -> None:
    shown = run("cassette", "show", "a.db", uids[0], "--timeline").out
    assert "300.0 │ +100.0 │" in " ".join(shown.split())
    assert "40 more" in shown
    assert "word99 " in shown
    assert "It is no stream." in run("cassette", "show", "a.db", uids[1], "--timeline").out


def test_all_of_it(run: Run, uids: list[str]) -> None:
    told = json.loads(run("cassette", "show", "a.db", uids[0], "--json").out)
    assert told["answered"][0]["text"].startswith("word0 word1")
    assert len(told["pieces"]) == 100
    assert told["usage"] == {"prompt": 0, "cached": 0, "completion": 0}


def test_names_that_name_none_or_many(run: Run, uids: list[str]) -> None:
    assert "2 recordings begin with ''" in run("cassette", "show", "a.db", "").err
    refused = run("cassette", "show", "a.db", uids[0] + "x")
    assert (refused.code, f"(did you mean '{uids[0]}'?)" in refused.err) == (2, True)


def test_a_websocket_and_a_text(run: Run) -> None:
    """Of the text form: all that reads a cassette reads it, too."""
    (realtime,) = (
        one["uid"]
        for one in json.loads(run("cassette", "list", str(VARIED), "--json").out)
        if one["kind"] == "ws"
    )
    shown = run("cassette", "show", str(VARIED), realtime).out
    assert 'server: {"type":"session.created"' in shown
    assert "client: ping" in shown
    told = json.loads(run("cassette", "show", str(VARIED), realtime, "--json").out)
    assert told["messages"][3] == {"ns": 4_000_000, "sender": "client", "binary": False, "text": "ping"}
    assert run("cassette", "search", str(VARIED), "completion: hé").code == 0
    assert run("cassette", "stats", str(VARIED)).code == 0
