from __future__ import annotations

from pathlib import Path

from fakeai_proxy.modes.spy import Spy
from tests.cassette.tape import answer, ask, made

from .parts import UPSTREAM, forwarded, parts, recorded, said, told


def test_the_cassette_answers_what_it_holds_and_upstream_the_rest(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("held")))
    before = path.read_bytes()
    with parts(path, readonly=True) as given:
        mode = Spy(given)
        assert told(mode.decide(ask())) == said("held")
        for request in (ask(), ask("Ho")):  # past the last, and never recorded
            live = forwarded(mode.decide(request))
            assert (live.upstream, recorded(live)) == (UPSTREAM, False)
    assert path.read_bytes() == before
