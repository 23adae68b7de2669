from __future__ import annotations

from pathlib import Path

import pytest

from fakeai_proxy.cassette import Match
from fakeai_proxy.cassette.derived import apart, beside
from fakeai_proxy.cassette.errors import CassetteError
from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.cassette.recording import Recording
from fakeai_proxy.mutations.derive import derived
from fakeai_proxy.mutations.recipe import recipe_of
from tests.playbook import body

from .tape import answer, ask, made, opened, rows

UID = "1" * 8
RECIPE = recipe_of({"mutations": [{"type": "jmespath", "at": "text", "set": "mutated"}]})


def children(path: Path) -> list[Recording]:
    with reading(path) as tape:
        return [derived(parent, RECIPE, UID, number).recording for number, parent in enumerate(tape.all())]


def replayed(path: Path, *texts: str) -> list[bytes]:
    cassette = opened(path)
    found = [cassette.find(ask(text)) for text in texts]
    bodies = [body(cassette.replay(one, 0)) for one in found if isinstance(one, Match)]
    cassette.close()
    return bodies


def test_a_cassette_of_its_own_is_replayed_and_has_the_same_bytes_again(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask("a"), answer("1")), (ask("b"), answer("2")))
    for name in ("b.db", "c.db"):
        with reading(path) as tape:
            apart(tape, tmp_path / name, children(path), UID, replaced=False)
    assert replayed(tmp_path / "b.db", "b", "a") == [b'{"text":"mutated"}'] * 2
    assert (tmp_path / "b.db").read_bytes() == (tmp_path / "c.db").read_bytes()
    with reading(tmp_path / "b.db") as tape, reading(path) as before:
        assert (tape.salt, tape.sealed) == (before.salt, True)
        assert [one.parent_uid for one in tape.all()] == before.uids()
    with reading(path) as tape, pytest.raises(CassetteError, match="exists already"):
        apart(tape, tmp_path / "b.db", children(path), UID, replaced=False)


def test_beside_those_they_were_made_of_or_instead(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask("a"), answer("1")), (ask("b"), answer("2")))
    one, two = children(path)
    with reading(path) as tape:
        beside(tape, [one, two], UID, instead=[one.parent_uid or ""])
    assert replayed(path, "a", "b") == [b'{"text":"mutated"}', b'{"text": "2"}']
    before = rows(path, "SELECT uid, state FROM interaction ORDER BY id")
    with reading(path) as tape, pytest.raises(CassetteError, match="holds already what these mutations make"):
        beside(tape, [one], UID)
    assert rows(path, "SELECT uid, state FROM interaction ORDER BY id") == before
