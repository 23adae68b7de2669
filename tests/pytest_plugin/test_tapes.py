from __future__ import annotations

import json
from pathlib import Path

import pytest

from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.pytest_plugin.shards import Shard, written
from fakeai_proxy.pytest_plugin.tapes import Tapes
from fakeai_proxy.pytest_plugin.wish import Asked, Wish
from tests.cassette.tape import answer, ask, made


@pytest.fixture
def tapes(tmp_path: Path) -> Tapes:
    return Tapes(tmp_path / "cache", tmp_path / "run")


def asked(path: Path, test: str = "one", *, shared: bool = False, extra: tuple[Path, ...] = ()) -> Asked:
    return Asked(test, f"scope-{test}", path, Wish(), shared, extra)


def text(folder: Path, name: str, **asked: str) -> Path:
    """A cassette in which each test asked one thing."""
    shards = []
    for test, said in asked.items():
        db = folder / f"{name}-{test}.db"
        made(db, (ask(said), answer(f"to {test}")))
        shards.append(Shard(test, f"scope-{test}", folder / f"{name}.jsonl", db, "append"))
    return written(shards)[0]


def told(db: Path) -> list[str]:
    with reading(db) as tape:
        return [json.loads(one.answered.body)["text"] for one in tape.all()]


def test_nothing_is_recorded_yet(tapes: Tapes, tmp_path: Path) -> None:
    wanted = asked(tmp_path / "a.jsonl")
    assert not tapes.recorded(wanted)
    assert told(tapes.replayed(wanted)) == []
    assert tapes.copied(wanted, tmp_path / "copy.db") is None


def test_a_text_is_imported_once(tapes: Tapes, tmp_path: Path) -> None:
    wanted = asked(text(tmp_path, "a", one="x"))
    db = tapes.replayed(wanted)
    assert (tapes.recorded(wanted), told(db), db.name) == (True, ["to one"], "a.db")
    before = db.stat()
    assert tapes.replayed(wanted).stat() == before
    text(tmp_path, "a", two="y")
    assert tapes.replayed(wanted) != db
    assert [*db.parent.parent.rglob("*.part.db")] == []


def test_in_a_shared_cassette_a_tests_own_recordings_come_first(tapes: Tapes, tmp_path: Path) -> None:
    path = text(tmp_path, "a", one="same", two="same")
    assert told(tapes.replayed(asked(path, "two", shared=True))) == ["to two", "to one"]
    assert told(tapes.replayed(asked(path, "one", shared=True))) == ["to one", "to two"]


def test_further_cassettes_are_replayed_too(tapes: Tapes, tmp_path: Path) -> None:
    path, other = text(tmp_path, "a", one="x"), text(tmp_path, "b", two="y")
    assert sorted(told(tapes.replayed(asked(path, extra=(other,))))) == ["to one", "to two"]
    with pytest.raises(SettingsError, match=r"there is no cassette .*c\.jsonl"):
        tapes.replayed(asked(path, extra=(tmp_path / "c.jsonl",)))


def test_a_shard_begins_empty_also_the_second_time(tapes: Tapes, tmp_path: Path) -> None:
    wanted = asked(tmp_path / "a.jsonl")
    tapes.shard(wanted).write_text("of a run that failed")
    assert not tapes.shard(wanted).exists()
