from __future__ import annotations

from pathlib import Path

import pytest

from fakeai_proxy.cassette import CassetteError
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Data, End, Head
from fakeai_proxy.modes import Parts
from fakeai_proxy.modes.record import Record
from fakeai_proxy.modes.replay import Replay
from tests.cassette.tape import JSON, answer, ask, delta, made, rows, stream

from .parts import UPSTREAM, forwarded, live, parts, recorded, said, told


def replayed(path: Path, *texts: str) -> list[tuple[int, str]]:
    """Status and body of what a later replay says to ask(text), one after another."""
    with parts(path, readonly=True) as given:
        mode = Replay(given)
        return [told(mode.decide(ask(text)))[::2] for text in texts]


def held(text: str) -> tuple[int, bytes]:
    return said(text)[::2]


def record(given: Parts, *texts: str, to: str = "Hi") -> None:
    """Each of `texts` as the live reply to ask(to)."""
    mode = Record(given)
    for text in texts:
        live(mode.decide(ask(to)), answer(text))


def test_what_goes_upstream_is_recorded_and_can_be_replayed(tmp_path: Path) -> None:
    events = (delta("Hel"), delta("lo"), b"data: [DONE]\n\n")
    with parts(tmp_path / "a.db") as given:
        mode = Record(given)
        asked = forwarded(mode.decide(ask()))
        assert (asked.upstream, recorded(asked)) == (UPSTREAM, True)
        live(asked, answer("whole"))
        live(mode.decide(ask(stream=True)), stream(*events))
    with parts(tmp_path / "a.db", readonly=True) as given:
        assert told(Replay(given).decide(ask())) == said("whole")
        assert told(Replay(given).decide(ask(stream=True))) == (200, "hit", b"".join(events))


def test_all_goes_upstream_even_what_is_held_and_replaces_it(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("old")), (ask("Ho"), answer("kept")))
    with parts(path, record_mode="all") as given:
        record(given, "new", "newer")
    assert replayed(path, "Hi", "Hi", "Ho") == [held("new"), held("newer"), held("kept")]
    assert replayed(path, "Hi", "Hi", "Hi")[2][0] == 404


def test_new_episodes_replays_what_is_held_and_adds_the_rest(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("old")))
    with parts(path, record_mode="new_episodes") as given:
        mode = Record(given)
        assert told(mode.decide(ask())) == said("old")
        live(mode.decide(ask()), answer("second"))
        live(mode.decide(ask("Ho")), answer("other"))
    assert replayed(path, "Hi", "Hi", "Ho") == [held("old"), held("second"), held("other")]


def test_once_records_until_a_clean_stop_and_replays_from_then_on(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with parts(path, record_mode="once") as given:
        record(given, "first", "second")
    before = rows(path, "SELECT * FROM interaction")
    with parts(path, record_mode="once") as given:
        mode = Record(given)
        assert [told(mode.decide(ask())) for _ in range(2)] == [said("first"), said("second")]
        assert told(mode.decide(ask()))[:2] == (404, "miss")
        assert told(mode.decide(ask("Ho")))[:2] == (404, "miss")
    assert rows(path, "SELECT * FROM interaction") == before


def test_once_goes_on_recording_where_no_recording_was_finished(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db")
    with parts(path, record_mode="once") as given:
        forwarded(Record(given).decide(ask()))
        mode = Record(given)
        live(mode.decide(ask()), answer("1"))
        live(mode.decide(ask()), answer("2"))
    assert replayed(path, "Hi", "Hi") == [held("1"), held("2")]


def test_none_never_records(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("held")))
    with parts(path, readonly=True, record_mode="none") as given:
        mode = Record(given)
        assert told(mode.decide(ask())) == said("held")
        assert told(mode.decide(ask()))[:2] == (404, "miss")
        assert told(mode.decide(ask("Ho")))[:2] == (404, "miss")


def test_none_needs_a_cassette_that_is_there(tmp_path: Path) -> None:
    with parts(tmp_path / "absent.db", readonly=True, record_mode="none") as given:
        with pytest.raises(CassetteError, match=r"absent\.db"):
            Record(given)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("record_mode", ["all", "new_episodes", "once"])
def test_a_client_that_leaves_is_recorded_but_not_replayed(record_mode: str, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with parts(path, record_mode=record_mode) as given:
        live(Record(given).decide(ask(stream=True)), stream(delta("Hal"))[:-1])
    assert rows(path, "SELECT state FROM interaction") == [("quarantined",)]


def lost(mode: Record, given: Parts) -> None:
    """A recording that comes too late to be kept."""
    late = mode.decide(ask())
    given.cassette().close()
    live(late, answer("late"))
    assert given.cassette().failed


def test_a_lost_recording_does_not_hold_the_client_back(tmp_path: Path) -> None:
    with parts(tmp_path / "a.db") as given:
        mode = Record(given)
        lost(mode, given)
        live(mode.decide(ask()), [Head(200, JSON), Data(b"{}"), End()])


@pytest.mark.parametrize("record_mode", ["all", "once"])
def test_a_strict_recording_sends_nothing_upstream_after_a_loss(record_mode: str, tmp_path: Path) -> None:
    with parts(tmp_path / "a.db", record_mode=record_mode, record_strict=True) as given:
        mode = Record(given)
        lost(mode, given)
        with pytest.raises(ApiError, match=r"A recording was lost .*cassette\.record_strict") as refused:
            mode.decide(ask())
    assert refused.value.status == 500


def test_a_strict_recording_still_replays_what_is_held(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask("Ho"), answer("held")))
    with parts(path, record_mode="new_episodes", record_strict=True) as given:
        mode = Record(given)
        found = mode.decide(ask("Ho"))
        lost(mode, given)
        assert told(found) == said("held")
        with pytest.raises(ApiError, match="lost"):
            mode.decide(ask("Ho", n=2))


def test_a_websocket_is_relayed_and_that_it_is_not_recorded_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    request = Request("GET", "/v1/realtime", headers=(("upgrade", "WebSocket"),))
    with parts(tmp_path / "a.db") as given:
        asked = forwarded(Record(given).decide(request))
    assert (asked.upstream, recorded(asked)) == (UPSTREAM, False)
    assert "A WebSocket to api.openai.com is relayed, not recorded." in caplog.text
    assert rows(tmp_path / "a.db", "SELECT * FROM interaction") == []
