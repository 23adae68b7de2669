from __future__ import annotations

import json
from pathlib import Path

from tests.cassette.tape import KEY, answer, ask, made
from tests.cli.conftest import Run

MAIL = ("--set", "cassette.redact.personal=email")


def test_a_clean_cassette(run: Run, tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(KEY), answer(KEY)))
    ran = run("cassette", "lint", str(path))
    assert (ran.code, ran.out, ran.err) == (0, "", "No secrets in 1 file.\n")


def test_what_is_found_is_told_and_exits_1(run: Run, tmp_path: Path) -> None:
    path, text = made(tmp_path / "a.db", (ask("bob@a.org bob@a.org"), answer())), tmp_path / "a.txt"
    text.write_text(f"one\n{KEY}\n")
    ran = run("cassette", "lint", str(path), str(text), *MAIL)
    first, second = ran.out.splitlines()
    assert ran.code == 1
    assert first.startswith(f"{path}: interaction ")
    assert first.endswith(", request /messages/0/content: email (2 times)")
    assert second == f"{text}: line 2: openai_key"
    assert ran.err.startswith("3 secrets in 2 files.")
    assert KEY not in ran.out + ran.err


def test_as_json(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(KEY)
    ran = run("cassette", "lint", str(text), "--json")
    assert json.loads(ran.out) == [
        {"file": str(text), "where": "line 1", "place": "", "kind": "openai_key", "times": 1}
    ]


def test_the_rules_of_the_settings_file(run: Run, tmp_path: Path) -> None:
    text, config = tmp_path / "a.txt", tmp_path / "mine.toml"
    text.write_text("acme-1234")
    config.write_text('[cassette.redact]\npatterns = ["acme-[0-9]{4}"]\n')
    assert run("cassette", "lint", str(text)).code == 0
    assert run("cassette", "lint", str(text), "--config", str(config)).code == 1


def test_what_cannot_be_read_is_refused(run: Run, tmp_path: Path) -> None:
    missing = run("cassette", "lint", str(tmp_path / "none.db"))
    assert (missing.code, missing.err) == (
        2,
        f"fakeai-proxy: {tmp_path}/none.db: No such file or directory\n",
    )
    refused = run("cassette", "lint", str(tmp_path), "--set", "cassette.redact.personal=mail")
    assert refused.code == 2
    assert "cassette.redact.personal" in refused.err
