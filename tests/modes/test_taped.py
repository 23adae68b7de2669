from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fakeai_proxy.cassette import Cassette
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Data, End, Head, Step
from fakeai_proxy.modes.taped import Taped
from tests.cassette.tape import JSON, answer, ask, delta, made, rows, stream, tape
from tests.playbook import play

from .parts import UPSTREAM, forwarded, live, recorded, replayed, said, scoped, taped, told


def record(mode: Taped, *texts: str, to: str = "Hi") -> None:
    """Each of `texts` as the live reply to ask(to)."""
    for text in texts:
        live(mode.decide(ask(to)), answer(text))


# ── presets ────────────────────────────────────────────────────────────────────────────────────


def test_all_goes_upstream_even_what_is_held_and_replaces_it(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("old")), (ask("Ho"), answer("kept")))
    with taped(path, record_mode="all") as mode:
        record(mode, "new", "newer")
    assert replayed(path, "Hi", "Hi", "Hi", "Ho") == ["new", "newer", "miss", "kept"]


def test_new_episodes_replays_what_is_held_and_adds_the_rest(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("old")))
    with taped(path, record_mode="new_episodes") as mode:
        assert told(mode.decide(ask())) == said("old")
        record(mode, "second")
        record(mode, "other", to="Ho")
    assert replayed(path, "Hi", "Hi", "Ho") == ["old", "second", "other"]


def test_once_records_until_a_clean_stop_and_replays_from_then_on(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db")
    with taped(path, record_mode="once") as mode:
        forwarded(mode.decide(ask()))
        record(mode, "first", "second")
    before = path.read_bytes()
    with taped(path, record_mode="once") as mode:
        assert [told(mode.decide(ask())) for _ in range(2)] == [said("first"), said("second")]
        assert told(mode.decide(ask()))[:2] == (404, "miss")
        assert told(mode.decide(ask("Ho")))[:2] == (404, "miss")
    assert path.read_bytes() == before


@pytest.mark.parametrize("how", [{"mode": "replay"}, {"record_mode": "none"}])
def test_none_only_replays_and_past_the_last_is_a_miss(how: dict[str, Any], tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("1")), (ask("Ho"), answer("x")), (ask(), answer("2")))
    before = path.read_bytes()
    with taped(path, **how) as mode:
        assert [told(mode.decide(ask())) for _ in range(2)] == [said("1"), said("2")]
        status, mark, body = told(mode.decide(ask()))
        assert told(mode.decide(ask("Ho"))) == said("x")
        dialect = told(mode.decide(replace(ask("Hu"), host="api.anthropic.com")))[2]
        (_, head), *_ = play(mode.decide(ask("Something else")))
    assert (status, mark) == (404, "miss")
    assert "consumed 2/2" in json.loads(body)["error"]["message"]
    assert json.loads(dialect)["type"] == "error"
    assert isinstance(head, Head)
    assert ("x-should-retry", "false") in head.headers
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("how", [{"mode": "spy"}, {"record_mode": "spy"}])
def test_spy_asks_upstream_for_the_rest_and_writes_nothing(how: dict[str, Any], tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("held")))
    before = path.read_bytes()
    with taped(path, **how) as mode:
        assert told(mode.decide(ask())) == said("held")
        for request in (ask(), ask("Ho")):  # past the last, and never recorded
            asked = mode.decide(request)
            assert (forwarded(asked).upstream, recorded(asked)) == (UPSTREAM, False)
    assert path.read_bytes() == before


def test_rewrite_takes_the_place_of_all_at_a_clean_stop(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("old")), (ask("Ho"), answer("gone")))
    with taped(path, record_mode="rewrite") as mode:
        record(mode, "new")
        assert rows(path, "SELECT generation FROM cassette") == [(1,)]
    assert replayed(path, "Hi", "Hi", "Ho") == ["new", "miss", "miss"]
    states = "SELECT generation, state FROM interaction i JOIN session s ON s.id = session_id ORDER BY i.id"
    assert rows(path, states) == [(1, "disabled"), (1, "disabled"), (2, "active")]


def test_a_rewrite_that_failed_leaves_all_as_it_was(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("old")))
    with taped(path, record_mode="rewrite") as mode:
        record(mode, "bad")
        mode.parts.scopes.judge("", "failed")
    assert replayed(path, "Hi", "Hi") == ["old", "miss"]
    with taped(path, record_mode="rewrite"):
        pass  # and one that recorded nothing
    assert replayed(path, "Hi") == ["old"]
    with taped(path, record_mode="rewrite") as mode:
        record(mode, "good")
        mode.parts.scopes.judge("", "passed")
    assert replayed(path, "Hi", "Hi") == ["good", "miss"]
    assert rows(path, "SELECT outcome FROM session") == [(None,), ("failed",), ("passed",)]


def test_diff_answers_live_and_tells_what_is_other(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("old")), (ask(), answer("same")))
    before = path.read_bytes()
    changed: list[Step] = [Head(200, JSON), Data(b'{"text": 5}'), End()]
    with taped(path, "diff") as mode:
        live(mode.decide(ask()), changed)
        live(mode.decide(ask()), answer("same"))
        live(mode.decide(ask("Ho")), answer("never recorded"))
        (found,) = mode.parts.differences.last(None, 10)
        counts = mode.parts.scopes.find("").counts
    assert (found.asked, found.uid[-2:]) == ("POST /v1/chat/completions", "-0")
    assert "type_changed" in {one.kind for one in found.differences}
    assert (counts["live"], counts["differing"], counts["hit"]) == (3, 1, 0)
    assert f"differs from recording {found.uid}: " in caplog.text
    assert path.read_bytes() == before


def test_diff_may_record_what_it_compares(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("old")))
    with taped(path, "diff", write="replace", on_miss="record") as mode:
        live(mode.decide(ask()), answer("new"))
        assert mode.parts.differences.compared == 1
    assert replayed(path, "Hi", "Hi") == ["new", "miss"]


def test_off_needs_no_cassette() -> None:
    with taped(None, record_mode="off") as mode:
        assert not recorded(mode.decide(ask()))


# ── single axes ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("fail", ["1", "2", "miss", "miss"]),
        ("repeat_last", ["1", "2", "2", "2"]),
        ("cycle", ["1", "2", "1", "2"]),
    ],
)
def test_what_follows_the_last_repeat(policy: str, expected: list[str], tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("1")), (ask(), answer("2")))
    with taped(path, "replay", on_exhausted=policy) as mode:
        found = [told(mode.decide(ask())) for _ in range(4)]
    assert [body[10:-2].decode() if mark == "hit" else mark for _, mark, body in found] == expected


def test_what_was_not_recorded_may_be_synthesized(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("held")))
    with taped(path, "replay", on_miss="synthesize", on_exhausted="as_miss") as mode:
        assert told(mode.decide(ask())) == said("held")
        assert told(mode.decide(ask()))[:2] == (200, "")
        assert told(mode.decide(ask("Ho")))[:2] == (200, "")
        assert mode.parts.scopes.find("").counts["synthesized"] == 2


def aged(path: Path) -> ManualClock:
    """A cassette with one recording of ask(); the clock is at two days later."""
    clock = ManualClock()
    with closing(Cassette.open(path, readonly=False, clock=clock)) as cassette:
        tape(cassette, ask(), answer("old"), clock)
        tape(cassette, ask(), answer("old"), clock)
    clock.advance(2 * 86_400)
    return clock


def test_an_expired_recording_is_served_with_one_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock = aged(tmp_path / "a.db")
    with taped(tmp_path / "a.db", "replay", clock=clock, max_age="1d", on_exhausted="cycle") as mode:
        assert [told(mode.decide(ask())) for _ in range(4)] == [said("old")] * 4
    assert caplog.text.count("is 2d old, more than 1d") == 2  # two recordings
    caplog.clear()
    with taped(tmp_path / "a.db", "replay", clock=clock, max_age="3d") as mode:
        told(mode.decide(ask()))
    with taped(tmp_path / "a.db", "replay", clock=clock, max_age="1d", on_expired="serve") as mode:
        told(mode.decide(ask()))
    assert not caplog.text


def test_an_expired_recording_may_be_a_miss(tmp_path: Path) -> None:
    clock = aged(tmp_path / "a.db")
    with taped(tmp_path / "a.db", "replay", clock=clock, max_age="36h", on_expired="fail") as mode:
        status, mark, body = told(mode.decide(ask()))
        assert mode.parts.scopes.find("").counts["expired"] == 1
    assert (status, mark) == (404, "miss")
    assert "is 2d old, more than 1.5d" in json.loads(body)["error"]["message"]


def test_an_expired_recording_may_be_recorded_anew(tmp_path: Path) -> None:
    path, clock = tmp_path / "a.db", aged(tmp_path / "a.db")
    how = {"record_mode": "new_episodes", "max_age": "1d", "on_expired": "rerecord"}
    with taped(path, clock=clock, **how) as mode:
        live(mode.decide(ask()), answer("fresh"))
    assert replayed(path, "Hi", "Hi") == ["fresh", "miss"]


def test_a_cassette_says_itself_how_long_it_is_good(tmp_path: Path) -> None:
    path, clock = tmp_path / "a.db", aged(tmp_path / "a.db")
    with taped(path, record_mode="new_episodes", max_age="1d"):
        pass
    with taped(path, "replay", clock=clock, on_expired="fail") as mode:
        assert told(mode.decide(ask()))[1] == "miss"


# ── recording ──────────────────────────────────────────────────────────────────────────────────


def test_a_client_that_leaves_is_recorded_but_not_replayed(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with taped(path) as mode:
        live(mode.decide(ask(stream=True)), stream(delta("Hal"))[:-1])
    assert rows(path, "SELECT state FROM interaction") == [("quarantined",)]


def lost(mode: Taped) -> None:
    """A recording that comes too late to be kept."""
    late = mode.decide(ask())
    (held,) = mode.parts.scopes.tapes.shelf.all()
    held.cassette.close()
    live(late, answer("late"))
    assert held.cassette.failed


def test_a_lost_recording_does_not_hold_the_client_back(tmp_path: Path) -> None:
    with taped(tmp_path / "a.db") as mode:
        lost(mode)
        live(mode.decide(ask()), [Head(200, JSON), Data(b"{}"), End()])


def test_a_strict_recording_sends_nothing_upstream_after_a_loss(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask("Ho"), answer("held")))
    with taped(path, record_mode="new_episodes", record_strict=True) as mode:
        found = mode.decide(ask("Ho"))
        lost(mode)
        assert told(found) == said("held")
        with pytest.raises(ApiError, match=r"A recording was lost .*cassette\.record_strict") as refused:
            mode.decide(ask("Ho", n=2))
    assert refused.value.status == 500


# ── pace and scopes ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("how", "due"),
    [
        ({"speed": 1}, [0.2, 0.3, 0.4, 0.4]),
        ({"speed": 2}, [0.1, 0.15, 0.2, 0.2]),
        ({"speed": 1, "pace": "instant"}, [0, 0, 0, 0]),
    ],
)
def test_it_keeps_the_pace_it_is_told(how: dict[str, Any], due: list[float], tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(stream=True), stream(delta("Hi"), b"data: [DONE]\n\n")))
    with taped(path, "replay", **how) as mode:
        assert [at for at, _ in play(mode.decide(ask(stream=True)))] == due


def test_each_scope_begins_at_the_first_repeat(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("1")), (ask(), answer("2")))
    with taped(path, "replay") as mode:
        found = [told(mode.decide(scoped(ask(), scope))) for scope in ("a", "b", "a", "b", "a")]
    assert found[:4] == [said("1"), said("1"), said("2"), said("2")]
    assert found[4][:2] == (404, "miss")
    with taped(path, "replay", scopes="none") as mode:
        assert [told(mode.decide(scoped(ask(), scope))) for scope in "ab"] == [said("1"), said("2")]


def test_a_cassette_that_cannot_be_used_is_an_error_that_nobody_retries(tmp_path: Path) -> None:
    with taped(tmp_path / "{scope}.db", "replay", scopes="cassette") as mode:
        with pytest.raises(ApiError, match=r"t1\.db: No such file") as refused:
            mode.decide(scoped(ask(), "t1"))
    assert (refused.value.status, refused.value.headers) == (500, (("x-should-retry", "false"),))
