from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.cassette.verify import oldest, oldest_of, verify
from fakeai_proxy.core.steps import Abort, Data, Head

from .tape import JSON, answer, ask, delta, made, stream


def ignore() -> None:
    """Nobody watches."""


def problems(
    path: Path, moment: datetime | None = None, unused: Collection[str] = ()
) -> list[tuple[str, bool]]:
    with reading(path) as tape:
        return [(one.kind, one.uid is not None) for one in verify(tape, moment, unused, ignore)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "a.db", (ask("a" * 3000), answer("b" * 3000)), (ask("2"), answer()))


def change(path: Path, statement: str) -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)
    return path


def test_a_good_one(path: Path) -> None:
    assert problems(path, datetime(2020, 1, 1, tzinfo=UTC)) == []


def test_a_damaged_body(path: Path) -> None:
    change(path, "UPDATE blob SET data = x'00' WHERE codec = 'zstd' AND id = 1")
    assert problems(path) == [("damaged", False), ("damaged", False)]


def test_a_body_that_is_another(path: Path) -> None:
    change(path, "UPDATE blob SET data = x'7b7d', codec = 'raw' WHERE id = 1")
    assert problems(path) == [("damaged", False), ("key", True)]


def test_a_key_that_does_not_fit(path: Path) -> None:
    assert problems(change(path, "UPDATE match_key SET key = x'00' WHERE seq = 1")) == [("key", True)]


def test_a_key_of_another_profile_does_not_fit(path: Path) -> None:
    change(path, "UPDATE match_key SET key = x'00' WHERE seq = 1 AND profile = 'llm@1'")
    assert problems(path) == [("key", True)]
    change(path, "UPDATE match_key SET profile = 'accepted' WHERE seq = 1 AND profile = 'llm@1'")
    assert problems(path) == []


def test_pieces_beyond_the_body(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), stream(delta("Hi"))))
    assert problems(change(path, "UPDATE chunk SET len = len + 1")) == [("damaged", True)]


def test_what_answered_nobody(path: Path) -> None:
    with reading(path) as tape:
        uids = tape.uids()
    assert problems(path, unused=uids[:1]) == [("unused", True)]


def test_rules_that_are_not_known(path: Path) -> None:
    change(path, "UPDATE interaction SET redaction_policy = 'keys@9 {\"a\":1}' WHERE seq = 1")
    assert problems(path) == [("key", True)]


def test_one_that_did_not_end_well(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), [Head(200, JSON), Data(b"{"), Abort()]))
    assert problems(path) == [("partial", True)]


def test_what_is_old(path: Path) -> None:
    now = datetime(2023, 11, 20, tzinfo=UTC)  # the clock of the tests began on the 14th
    assert problems(path, oldest(now, 1)) == [("expired", True)] * 2
    assert problems(path, oldest(now, 30)) == []


def test_the_age_that_a_cassette_says_itself(path: Path) -> None:
    now = datetime(2023, 11, 20, tzinfo=UTC)
    with reading(path) as tape:
        assert oldest_of(tape, now) is None
    with reading(change(path, "UPDATE cassette SET max_age_s = 86400")) as tape:
        assert oldest_of(tape, now) == oldest(now, 1)
