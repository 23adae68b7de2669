from __future__ import annotations

import json
from pathlib import Path

from tests.cassette.tape import answer, ask, made
from tests.cli.conftest import Run

MAIL = ("--set", "cassette.redact.personal=email")


def test_a_cassette_is_rewritten_by_the_settings(run: Run, tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask("ann@a.org, bob@a.org"), answer()), (ask("x"), answer()))
    ran = run("cassette", "redact", str(path), *MAIL)
    assert (ran.code, ran.out) == (0, f"{path}: 1 of 2 interactions rewritten (2 email)\n")
    assert run("cassette", "lint", str(path), *MAIL).code == 0
    assert run("cassette", "redact", str(path), *MAIL).out == f"{path}: 0 of 2 interactions rewritten\n"


def test_as_json(run: Run, tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask("ann@a.org"), answer()))
    told = json.loads(run("cassette", "redact", str(path), "--json", *MAIL).out)
    assert told == [{"file": str(path), "interactions": 1, "changed": 1, "secrets": {"email": 1}}]


def test_a_text_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("bob@a.org")
    refused = run("cassette", "redact", str(path), *MAIL)
    assert refused.code == 2
    assert "not a cassette" in refused.err
