from __future__ import annotations

import json
from pathlib import Path

from tests.cassette.tape import answer, ask, made
from tests.cli.conftest import Run


def test_shards_become_one(run: Run) -> None:
    made(Path("a.db"), (ask("1"), answer()))
    made(Path("b.db"), (ask("2"), answer()))
    assert (
        run("cassette", "merge", "a.db", "b.db", "--into", "all.db").out
        == "all.db: 2 recordings of 2 sessions\n"
    )
    assert "give --force" in run("cassette", "merge", "a.db", "--into", "all.db").err
    told = json.loads(run("cassette", "merge", "b.db", "--into", "all.db", "--force", "--json").out)
    assert told == {"cassette": "all.db", "sessions": 1, "recordings": 1, "twice": 0}
