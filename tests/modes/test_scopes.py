from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from fakeai_proxy.cassette.settings import CassetteSettings
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.errors import ApiError, SettingsError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.modes import scopes as module
from fakeai_proxy.modes.scopes import Scopes
from tests.cassette.tape import answer, ask, made, rows

from .parts import live, said, scoped, taped, told


@contextmanager
def scopes(mode: Any = "record", **settings: Any) -> Iterator[Scopes]:
    opened = Scopes(CassetteSettings(**{"writer": "thread"} | settings), (mode,), ManualClock())
    try:
        yield opened
    finally:
        opened.close()


def test_each_scope_has_its_own_file_and_it_is_whole_when_the_scope_ends(tmp_path: Path) -> None:
    with taped(tmp_path / "tapes/{scope}.db", "once", scopes="cassette") as mode:
        for scope in ("test-1", "test-2", ""):
            live(mode.decide(scoped(ask(), scope)), answer(scope))
        ended = mode.parts.scopes.end("test-1", "passed")
        assert (ended.counts["live"], ended.counts["recorded"], ended.unused) == (1, 1, [])
        assert sorted(path.name for path in (tmp_path / "tapes").glob("test-1*")) == ["test-1.db"]
        assert rows(tmp_path / "tapes/test-1.db", "SELECT outcome FROM session") == [("passed",)]
        assert told(mode.decide(scoped(ask(), "test-1"))) == said("test-1")  # sealed by now
        live(mode.decide(scoped(ask(), "test-2")), answer("more"))
    assert sorted(path.name for path in (tmp_path / "tapes").iterdir()) == [
        "default.db",
        "test-1.db",
        "test-2.db",
    ]


def test_a_scope_may_have_choices_of_its_own_until_it_ends(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("1")), (ask("Ho"), answer("2")))
    with taped(path, "replay") as mode:
        known = mode.parts.scopes
        known.begin("t", on_exhausted="cycle", on_miss="synthesize", speed=0)
        assert [told(mode.decide(scoped(ask(), "t"))) for _ in range(2)] == [said("1")] * 2
        assert told(mode.decide(scoped(ask("new"), "t")))[:2] == (200, "")
        assert told(mode.decide(ask("new")))[0] == 404
        with pytest.raises(KeyError, match="has begun, and was not ended"):
            known.begin("t")
        ended = known.end("t")
        assert ended.unused
        assert len(ended.unused) == 1
        assert told(mode.decide(scoped(ask("new"), "t")))[0] == 404
        known.begin("t")
        assert known.find("t").counts.total() == 0


def test_a_scope_may_have_a_mode_and_a_cassette_of_its_own(tmp_path: Path) -> None:
    with scopes("synthesize", folder=tmp_path) as known:
        scope = known.begin("t", path="sub/a.db", mode="once")
        assert scope.path == tmp_path.resolve() / "sub/a.db"
        assert known.mode(scoped(ask(), "t")) == "once"
        assert known.mode(ask()) is None
        assert known.asks_upstream(scoped(ask(), "t"), "once")
        playing = known.playing(scoped(ask(), "t"), "once")
        assert playing.held
        assert playing.held.path == scope.path
        known.played(playing)
        with pytest.raises(ApiError, match="has no cassette"):
            known.playing(ask(), "once")


@pytest.mark.parametrize(
    ("own", "why"),
    [
        ({"path": "../x.db"}, "path: .* is not below"),
        ({"path": "/etc/x.db"}, "path: .* is not below"),
        ({"mode": "onec"}, "mode: 'onec' is not one of"),
        ({"spede": 1}, r"spede: unknown \(did you mean 'speed'\?\)"),
        ({"max_age": "soon"}, "max_age: "),
        ({"mode": "spy", "on_miss": "record"}, r"cassette\.on_miss"),
        ({"mode": "replay", "on_miss": "forward"}, "never goes upstream"),
    ],
)
def test_a_wrong_choice_is_refused(own: dict[str, Any], why: str, tmp_path: Path) -> None:
    with scopes("synthesize", folder=tmp_path) as known:
        with pytest.raises(SettingsError, match=why):
            known.begin("t", **own)
        assert not known.all()


def test_no_call_names_a_path_where_no_folder_is_set(tmp_path: Path) -> None:
    with scopes("replay", path=made(tmp_path / "a.db")) as known:
        with pytest.raises(SettingsError, match=r"cassette\.folder"):
            known.begin("t", path="a.db")
        with pytest.raises(ApiError, match="is no name"):
            known.begin("../t")


def test_a_scope_is_rewound_judged_and_found_by_name(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("1")), (ask(), answer("2")))
    with taped(path, "replay") as mode:
        known = mode.parts.scopes
        assert told(mode.decide(scoped(ask(), "t"))) == said("1")
        known.rewind("t")
        assert told(mode.decide(scoped(ask(), "t"))) == said("1")
        assert known.judge("t", "failed").outcome == "failed"
        with pytest.raises(KeyError, match=r"there is no scope 'tt' \(did you mean 't'\?\)"):
            known.find("tt")


def test_a_name_that_is_none_is_refused_where_a_cassette_answers(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("1")))
    with taped(path, "replay") as mode, pytest.raises(ApiError, match="is no name of a scope"):
        mode.decide(scoped(ask(), "a/../b"))
    with taped(path, "replay", scopes="none") as mode:
        assert told(mode.decide(scoped(ask(), "a/../b"))) == said("1")


def test_only_so_many_scopes_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    with scopes("replay", path=made(tmp_path / "a.db")) as known:
        known.begin("kept")
        for name in "abc":
            known.of(scoped(Request("GET", "/"), name))
        assert [scope.name for scope in known.all()] == ["kept", "c"]
        known.begin("second")
        with pytest.raises(SettingsError, match="2 have begun"):
            known.begin("third")


def test_what_two_modes_make_of_one_cassette_must_agree(tmp_path: Path) -> None:
    settings = CassetteSettings(path=tmp_path / "a.db", record_mode="rewrite")
    with pytest.raises(SettingsError, match=r"cassette\.write: 'new_generation' leaves nothing"):
        Scopes(settings, ("record", "replay"), ManualClock())
    with pytest.raises(SettingsError, match=r"cassette\.path: mode 'spy' needs a cassette file"):
        Scopes(CassetteSettings(), ("synthesize", "spy"), ManualClock())
