from __future__ import annotations

import json
from pathlib import Path

from tests.cassette.tape import answer, ask, made
from tests.cli.conftest import Run


def test_it_says_what_it_saved(run: Run) -> None:
    made(Path("a.db"), (ask("1"), answer()))
    assert run("cassette", "vacuum", "a.db").out.startswith("a.db: ")
    told = json.loads(run("cassette", "vacuum", "a.db", "--json").out)
    assert told == {"file": "a.db", "before": told["after"], "after": Path("a.db").stat().st_size}
