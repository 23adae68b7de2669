from __future__ import annotations

from pathlib import Path

import pytest

from fakeai_proxy.cassette import CassetteError
from fakeai_proxy.cassette.foreign.imported import imported
from fakeai_proxy.cassette.redaction.rules import default_rules
from fakeai_proxy.core.steps import Head
from tests.cassette.tape import JSON, KEY, ask, capture, opened, rows

RULES = default_rules()


def ignore() -> None:
    """Nobody watches."""


def test_what_others_recorded_is_found_and_without_secrets(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    exchange = capture(ask("Hi"), Head(200, JSON), f'{{"echo":"{KEY}"}}'.encode())
    imported([exchange], path, RULES, ignore, source=tmp_path / "a.har")
    assert KEY.encode() not in path.read_bytes()
    assert rows(path, "SELECT origin, state FROM interaction") == [("imported", "active")]
    assert rows(path, "SELECT started_at = ended_at FROM session") == [(1,)]
    cassette = opened(path)
    assert cassette.sealed
    assert cassette.holds(ask("Hi", key="sk-another-9999999999"))
    cassette.close()


def test_one_that_cannot_be_searched_makes_no_cassette(tmp_path: Path) -> None:
    odd = capture(ask("Hi"), Head(200, (*JSON, ("content-encoding", "zpaq"))), b"?")
    with pytest.raises(CassetteError, match=r"a\.har: cannot be imported: content-encoding 'zpaq'"):
        imported([odd], tmp_path / "a.db", RULES, ignore, source=tmp_path / "a.har")
    assert list(tmp_path.iterdir()) == []


def test_nothing_at_all(tmp_path: Path) -> None:
    imported([], tmp_path / "a.db", RULES, ignore, source=tmp_path / "a.har")
    assert rows(tmp_path / "a.db", "SELECT count(*) FROM session") == [(0,)]
