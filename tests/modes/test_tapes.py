from __future__ import annotations

from pathlib import Path

from tests.cassette.tape import answer, ask, made

from .parts import live, replayed, said, scoped, taped, told


def test_a_place_in_the_repeats_outlives_the_closing_of_its_cassette(tmp_path: Path) -> None:
    for name in "ab":
        made(tmp_path / f"{name}.db", *((ask(), answer(f"{name}{n}")) for n in range(2)))
    with taped(tmp_path / "{scope}.db", "replay", scopes="cassette", max_open=1) as mode:
        found = [told(mode.decide(scoped(ask(), name))) for name in "abab"]
        assert len(mode.parts.scopes.tapes.shelf.all()) == 1
    assert found == [said("a0"), said("b0"), said("a1"), said("b1")]


def test_once_goes_on_recording_when_its_cassette_was_closed_meanwhile(tmp_path: Path) -> None:
    with taped(tmp_path / "{scope}.db", "once", scopes="cassette", max_open=1) as mode:
        for name in "abab":
            live(mode.decide(scoped(ask(), name)), answer(name))
    assert replayed(tmp_path / "a.db", "Hi", "Hi") == ["a", "a"]


def test_a_scope_that_failed_before_its_cassette_was_opened_again_has_failed(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("old")))
    with taped(tmp_path / "{scope}.db", "rewrite", scopes="cassette", max_open=1) as mode:
        live(mode.decide(scoped(ask("Hu"), "b")), answer("b"))
        mode.parts.scopes.of(scoped(ask(), "a"))
        mode.parts.scopes.judge("a", "failed")
        live(mode.decide(scoped(ask(), "a")), answer("new"))
    assert replayed(path, "Hi") == ["old"]
