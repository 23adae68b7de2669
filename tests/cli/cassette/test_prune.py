from __future__ import annotations

import json
from pathlib import Path

from tests.cassette.tape import answer, ask, made, rows
from tests.cli.conftest import Run


def test_first_only_said_then_done(run: Run) -> None:
    made(Path("a.db"), (ask("1"), answer()))
    assert run("cassette", "prune", "a.db").out == "a.db: 0 recordings taken out\n"
    would = run("cassette", "prune", "a.db", "--max-age", "1", "--dry-run").out
    assert would == "a.db: 1 recording would be taken out\n"
    uids = [uid for (uid,) in rows(Path("a.db"), "SELECT uid FROM interaction")]
    assert json.loads(run("cassette", "prune", "a.db", "--max-age", "1", "--json").out) == uids
    assert rows(Path("a.db"), "SELECT count(*) FROM interaction") == [(0,)]
