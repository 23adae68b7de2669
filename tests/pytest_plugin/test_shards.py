from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.cassette.text.files import substance
from fakeai_proxy.pytest_plugin.shards import Shard, written
from fakeai_proxy.pytest_plugin.tapes import imported
from tests.cassette.tape import answer, ask, delta, made, stream


def shard(folder: Path, test: str, *asked: str, write: str = "append") -> Shard:
    """What `test` recorded."""
    db = folder / f"{test}-{write}" / "shared.db"
    db.parent.mkdir()
    made(db, *((ask(text), answer(f"to {text}")) for text in asked))
    return Shard(test, f"scope-{test}", folder / "shared.jsonl", db, write)


def recorded(path: Path, db: Path) -> list[tuple[str, str]]:
    """(scope, what was asked) of the text `path`, by way of `db`."""
    imported(path, db)
    with reading(db) as tape:
        return [(one.scope, one.asked.body.decode().partition('"content": "')[2][0]) for one in tape.all()]


def test_the_text_is_the_same_whoever_was_first(tmp_path: Path) -> None:
    shards = [shard(tmp_path, test, "a", test[0]) for test in ("x.py::b", "x.py::a", "x.py::c")]
    texts = []
    for order in permutations(shards):
        assert written(order) == [tmp_path / "shared.jsonl"]
        imported(tmp_path / "shared.jsonl", tmp_path / "back.db")
        with reading(tmp_path / "back.db") as tape:
            texts.append([*substance(tape)])
        assert [scope[-1] for scope, _ in recorded(tmp_path / "shared.jsonl", tmp_path / "back.db")] == [
            *"aabbcc"
        ]
        (tmp_path / "shared.jsonl").unlink()
    assert all(text == texts[0] for text in texts)


@pytest.mark.parametrize(
    ("write", "kept"),
    [
        ("append", [("scope-one", "a"), ("scope-one", "b"), ("scope-two", "a"), ("scope-one", "b")]),
        ("replace", [("scope-one", "a"), ("scope-two", "a"), ("scope-one", "b")]),
        ("rewrite", [("scope-two", "a"), ("scope-one", "b")]),
    ],
)
def test_what_becomes_of_what_was_there(write: str, kept: list[tuple[str, str]], tmp_path: Path) -> None:
    written([shard(tmp_path, "one", "a", "b"), shard(tmp_path, "two", "a")])
    (tmp_path / "one-append").rename(tmp_path / "before")
    written([shard(tmp_path, "one", "b", write=write)])
    assert recorded(tmp_path / "shared.jsonl", tmp_path / "back.db") == kept


def test_a_stream_that_the_test_left_is_replayed_as_far_as_it_went(tmp_path: Path) -> None:
    db = tmp_path / "one" / "shared.db"
    db.parent.mkdir()
    made(db, (ask("a", stream=True), stream(delta("Hi"))[:-1]), (ask("b"), answer()[:-1]))
    written([Shard("one", "s", tmp_path / "shared.jsonl", db, "append")])
    imported(tmp_path / "shared.jsonl", tmp_path / "back.db")
    with reading(tmp_path / "back.db") as tape:
        first, _ = tape.all()
    assert (first.answered.end, first.state) == ("client_abort", "active")


def test_what_a_shard_began_as_is_not_recorded_again(tmp_path: Path) -> None:
    first = shard(tmp_path, "one", "a")
    copy = tmp_path / "copy.db"
    copy.write_bytes(first.db.read_bytes())
    made(copy, (ask("b"), answer()))
    written([Shard("one", "scope-one", tmp_path / "shared.jsonl", copy, "append", first.db)])
    assert recorded(tmp_path / "shared.jsonl", tmp_path / "back.db") == [("scope-one", "b")]
