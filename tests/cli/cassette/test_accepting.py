from __future__ import annotations

import json
from pathlib import Path

from tests.cassette.tape import answer, ask, made, rows
from tests.cli.conftest import Run

KEY = "0f" * 16


def test_done_told_and_taken_back(run: Run) -> None:
    path = made(Path("a.db"), (ask("1"), answer()))
    ((uid,),) = rows(path, "SELECT uid FROM interaction")
    assert run("cassette", "accept", "a.db", uid, KEY).out == f"a.db: {uid} answers requests of {KEY}\n"
    again = run("cassette", "accept", "a.db", uid, KEY).out
    assert again == f"a.db: {uid} answers requests of {KEY}, as before\n"
    told = json.loads(run("cassette", "accept", "a.db", uid, KEY, "--undo", "--json").out)
    assert told == {"cassette": "a.db", "recording": uid, "key": KEY, "changed": True}
