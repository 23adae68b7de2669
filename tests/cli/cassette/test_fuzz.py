from __future__ import annotations

import json
from pathlib import Path

from fakeai_proxy.core.steps import Data, End, Head
from tests.cassette.tape import JSON, ask, made
from tests.cli.conftest import Run
from tests.faults.payload.answers import Answer


def test_the_same_seed_the_same_bytes(run: Run, tmp_path: Path) -> None:
    whole = [Head(200, JSON), Data(Answer().whole("chat")), End()]
    path = made(tmp_path / "a.db", (ask("a"), whole), (ask("b"), whole))
    for name, seed in (("b.db", 1), ("c.db", 1), ("d.db", 2)):
        ran = run(
            "cassette", "fuzz", str(path), "--into", name, "--count", "5", "--seed", str(seed), "--json"
        )
        assert ran.code == 0
        told = json.loads(ran.out)
        assert [one["ordinal"] for one in told] == [0, 1, 2, 3, 4] * 2
        assert all(1 <= len(one["mutations"]) <= 3 for one in told)
    assert (tmp_path / "b.db").read_bytes() == (tmp_path / "c.db").read_bytes()
    assert (tmp_path / "b.db").read_bytes() != (tmp_path / "d.db").read_bytes()
    assert run("cassette", "verify", "b.db").code == 0


def test_where_there_is_nothing_to_vary(run: Run, tmp_path: Path) -> None:
    path = made(tmp_path / "a.db")
    ran = run("cassette", "fuzz", str(path), "--into", "b.db")
    assert (ran.code, ran.out) == (1, "b.db: 0 recordings made\n")
