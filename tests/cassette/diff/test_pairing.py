from __future__ import annotations

from pathlib import Path

from fakeai_proxy.cassette.chosen import Chosen
from fakeai_proxy.cassette.diff.pairing import Pair, Side, pairs
from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.core.exchange import Request
from tests.cassette.tape import answer, ask, made

LONG = {"temperature": 0.5, "top_p": 0.1, "seed": 7}


def paired(tmp_path: Path, one: list[Request], other: list[Request]) -> list[tuple[int | None, int | None]]:
    """By their places in both cassettes."""
    before, after = (
        made(tmp_path / name, *((each, answer()) for each in asked))
        for name, asked in (("a.db", one), ("b.db", other))
    )
    with reading(before) as first, reading(after) as second:
        uids = first.uids(), second.uids()
        return [
            (
                uids[0].index(pair.before) if pair.before else None,
                uids[1].index(pair.after) if pair.after else None,
            )
            for pair in pairs(Side(first), Side(second))
        ]


def test_by_what_was_asked_whatever_the_order(tmp_path: Path) -> None:
    assert paired(tmp_path, [ask("a"), ask("b")], [ask("b"), ask("a")]) == [(0, 1), (1, 0)]


def test_repeats_in_their_order(tmp_path: Path) -> None:
    once = [ask("a"), ask("a"), ask("a")]
    assert paired(tmp_path, once, once[:2]) == [(0, 0), (1, 1), (2, None)]


def test_what_is_left_by_likeness(tmp_path: Path) -> None:
    one, other = ask("a", **LONG), ask("b", **LONG)
    assert paired(tmp_path, [one], [ask("x", model="o3"), other]) == [(0, 1), (None, 0)]


def test_nothing_alike_is_something_else(tmp_path: Path) -> None:
    upload = Request("POST", "/v1/chat/completions", body=b'{"model": "gpt-4o", "a": 1, "b": 2, "c": 3}')
    assert paired(tmp_path, [ask("a", **LONG)], [upload]) == [(0, None), (None, 0)]


def test_some_recordings_of_a_side(tmp_path: Path) -> None:
    cassette = made(tmp_path / "c.db", (ask("a"), answer()), (ask("b", model="o3"), answer()))
    with reading(cassette) as tape:
        some = Side(tape, chosen=Chosen(model="o3"))
        assert pairs(some, some) == [Pair(tape.uids()[1], tape.uids()[1])]
        assert pairs(Side(tape, generation=7), Side(tape, generation=7)) == []
