import json
from contextlib import closing
from dataclasses import replace

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.cassette import Cassette, CassetteError, Match, Miss
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Abort, Data, End, Head, Wait
from tests.playbook import body, head, play

from .rights import folder_for_all
from .tape import JSON, SSE, answer, ask, delta, harmless, made, opened, stream, tape
from .test_decode import ENCODERS, pieces


def said(cassette: Cassette, request: Request) -> str:
    """What the replayed answer says, or the verdict of the miss."""
    found = cassette.find(request)
    return found.verdict if isinstance(found, Miss) else json.loads(body(cassette.replay(found, 0)))["text"]


@settings(max_examples=25, deadline=None)
@given(
    st.binary(max_size=400).filter(harmless),
    st.lists(st.integers(0, 400), max_size=6),
    st.sampled_from(sorted(ENCODERS)),
)
def test_replay_is_what_was_recorded_whatever_pieces_and_encoding(content, cuts, encoding):
    headers = (("content-type", "application/octet-stream"), ("content-encoding", encoding))
    wire = [Data(chunk.body) for chunk in pieces(ENCODERS[encoding](content), cuts)]
    with folder_for_all() as folder:
        path = made(folder / "a.db", (ask(), [Head(200, headers), *wire, End()]))
        with closing(opened(path)) as cassette:
            found = cassette.find(ask())
            assert isinstance(found, Match)
            steps = list(cassette.replay(found, 0))
    assert body(steps) == content
    assert head(steps).headers == (("content-type", "application/octet-stream"), *found.marks("a.db"))


def test_a_stream_is_replayed_at_its_own_pace(tmp_path):
    events = (delta("Hel"), delta("lo"), b"data: [DONE]\n\n")
    path = made(tmp_path / "a.db", (ask(stream=True), stream(*events)))
    with closing(opened(path)) as cassette:
        found = cassette.find(ask(stream=True))
        assert isinstance(found, Match)
        assert play(cassette.replay(found, 2.0)) == [
            (0.1, Head(200, (*SSE, *found.marks("a.db")))),
            (0.15, Data(events[0])),
            (0.2, Data(events[1])),
            (0.25, Data(events[2])),
            (0.25, End()),
        ]


def test_a_compressed_whole_answer_is_replayed_plain(tmp_path):
    headers = (*JSON, ("content-encoding", "br"), ("content-length", "17"), ("transfer-encoding", "chunked"))
    reply = [Wait(0.5), Head(200, headers), Data(brotli.compress(b'{"text": "Hello"}')), End()]
    path = made(tmp_path / "a.db", (ask(), reply))
    with closing(opened(path)) as cassette:
        found = cassette.find(ask())
        assert isinstance(found, Match)
        assert list(cassette.replay(found, 1.0)) == [
            Wait(0.5),
            Head(200, (*JSON, *found.marks("a.db"), ("content-length", "17"))),
            Data(b'{"text": "Hello"}'),
            End(),
        ]


def test_repeats_come_in_their_order_and_end(tmp_path):
    path = made(tmp_path / "a.db", (ask(), answer("1")), (ask("Ho"), answer("x")), (ask(), answer("2")))
    with closing(opened(path)) as cassette:
        assert cassette.holds(ask())
        assert [said(cassette, ask()) for _ in range(3)] == ["1", "2", "consumed 2/2"]
        assert not cassette.holds(ask())
        assert said(cassette, ask("Ha")) == "never_recorded"


def test_repeats_are_ordered_by_when_they_were_asked(tmp_path):
    path, clock = tmp_path / "a.db", ManualClock()
    with closing(Cassette.open(path, readonly=False, clock=clock)) as cassette:
        slow, quick = (cassette.recorder(ask(), replace=False) for _ in range(2))
        for recorder, text in ((quick, "second"), (slow, "first")):
            for step in answer(text):
                recorder.feed(step)
            recorder.close()
    with closing(opened(path)) as cassette:
        assert [said(cassette, ask()) for _ in range(2)] == ["first", "second"]


def test_reverse_port_and_forward_proxy_are_the_same_request(tmp_path):
    path = made(
        tmp_path / "a.db", (replace(ask(), host="127.0.0.1", scheme="http", port=8000), answer("Hello"))
    )
    with closing(opened(path)) as cassette:
        assert said(cassette, ask()) == "Hello"


def test_mode_all_replaces_older_sessions_and_keeps_repeats(tmp_path):
    path, clock = made(tmp_path / "a.db", (ask(), answer("old")), (ask("Ho"), answer("kept"))), ManualClock()
    with closing(Cassette.open(path, readonly=False, clock=clock)) as cassette:
        for text in ("1", "2"):
            tape(cassette, ask(), answer(text), clock, replace=True)
        tape(cassette, ask("Ho"), [Head(200, JSON), Abort("reset")], clock, replace=True)
    with closing(opened(path)) as cassette:
        assert [said(cassette, ask()) for _ in range(3)] == ["1", "2", "consumed 2/2"]
        assert said(cassette, ask("Ho")) == "kept"


def test_new_episodes_are_appended(tmp_path):
    path, clock = made(tmp_path / "a.db", (ask(), answer("1"))), ManualClock()
    with closing(Cassette.open(path, readonly=False, clock=clock)) as cassette:
        assert said(cassette, ask()) == "1"
        assert said(cassette, ask()) == "consumed 1/1"
        tape(cassette, ask(), answer("2"), clock)
        assert said(cassette, ask()) == "consumed 1/1"
    with closing(opened(path)) as cassette:
        assert [said(cassette, ask()) for _ in range(2)] == ["1", "2"]


def test_a_clean_stop_seals(tmp_path):
    path = tmp_path / "a.db"
    for expected in (False, True):
        with closing(Cassette.open(path, readonly=False, clock=ManualClock())) as cassette:
            assert cassette.sealed is expected
            tape(cassette, ask(), answer(), ManualClock())


def test_errors_are_recorded_too(tmp_path):
    refusal = [Head(429, (*JSON, ("retry-after", "1"))), Data(b'{"text": "slow down"}'), End()]
    path = made(tmp_path / "a.db", (ask(), refusal), (ask(), answer("ok")))
    with closing(opened(path)) as cassette:
        found = cassette.find(ask())
        assert isinstance(found, Match)
        first = head(cassette.replay(found, 0))
        assert first.status == 429
        assert ("retry-after", "1") in first.headers
        assert said(cassette, ask()) == "ok"


def test_replay_does_not_change_the_file(tmp_path):
    path = made(tmp_path / "a.db", (ask(), answer()))
    before = path.read_bytes()
    with closing(opened(path)) as cassette:
        said(cassette, ask())
        said(cassette, ask())
        with pytest.raises(CassetteError, match="read-only"):
            cassette.recorder(ask(), replace=False)
        assert cassette.failed is None
    assert path.read_bytes() == before
