from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fakeai_proxy.cassette import CassetteError
from fakeai_proxy.cassette.chosen import Chosen
from fakeai_proxy.cassette.reading import Tape, reading
from fakeai_proxy.cassette.search import search

from .tape import answer, ask, delta, made, stream


def ignore() -> None:
    """Nobody watches."""


@pytest.fixture
def tape(tmp_path: Path) -> Iterator[Tape]:
    path = made(
        tmp_path / "a.db",
        (ask("Where do whales sleep?"), answer()),
        (ask("Hi", stream=True), stream(delta("A wha"), delta("le, a \ud800whale"))),
        (ask("Nothing", model="o3"), answer()),
    )
    with reading(path) as tape:
        yield tape


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("whale", [1, 0]),  # both forms of the word; said twice is better
        ("sleeping", [0]),
        ("completion: whale", [1]),
        ("whal* NOT sleep", [1]),
        ('"whales sleep"', [0]),
        ("dolphin", []),
    ],
)
def test_what_says_it(tape: Tape, query: str, found: list[int]) -> None:
    hits = search(tape, query, Chosen(), 10, ignore)
    assert sorted(hit.recording.seq for hit in hits) == sorted(found)
    assert all("[" in hit.words for hit in hits)


def test_among_the_chosen_and_not_too_many(tape: Tape) -> None:
    assert search(tape, "whale", Chosen(model="o3"), 10, ignore) == []
    assert len(search(tape, "whale", Chosen(), 1, ignore)) == 1


@pytest.mark.parametrize("query", ['"', "", "nowhere: a", "AND"])
def test_queries_that_are_none(tape: Tape, query: str) -> None:
    with pytest.raises(CassetteError, match="cannot be searched for"):
        search(tape, query, Chosen(), 10, ignore)
