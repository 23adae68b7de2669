import logging
import os
import resource
from contextlib import closing, contextmanager

import pytest

from fakeai_proxy.cassette import Cassette, Match
from fakeai_proxy.cassette.backlog import BYTES
from fakeai_proxy.cassette.writer import Writer
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Data, End, Head

from .tape import JSON, SSE, answer, ask, capture, delta, made, opened, rows, stream, tape


def test_one_plain_file_remains(tmp_path):
    path = made(tmp_path / "a.db", (ask(), answer()))
    assert list(tmp_path.iterdir()) == [path]
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(path, "PRAGMA foreign_key_check") == []


def test_a_session_leaves_a_row_only_when_it_recorded(tmp_path):
    path = made(tmp_path / "a.db")
    assert rows(path, "SELECT count(*), max(sealed) FROM session, cassette") == [(0, None)]
    assert rows(path, "SELECT sealed FROM cassette") == [(0,)]
    made(path, (ask(), answer()))
    assert rows(path, "SELECT sealed FROM cassette") == [(1,)]
    assert rows(path, "SELECT started_at, ended_at FROM session") == [
        ("2023-11-14T22:13:20.300+00:00", "2023-11-14T22:13:20.300+00:00")
    ]


def test_what_a_row_says(tmp_path):
    path = made(tmp_path / "a.db", (ask(stream=True), stream(delta("Hi"), b"data: [DONE]\n\n")))
    asked = "seq, state, method, host, path, query, model, stream"
    assert rows(path, f"SELECT {asked} FROM interaction") == [
        (0, "active", "POST", "api.openai.com", "/v1/chat/completions", "", "gpt-4o", 1)
    ]
    answered = "interaction_id, kind, status, end_kind, t_headers, t_end, length(body)"
    assert rows(path, f"SELECT {answered} FROM reply") == [
        (1, "sse", 200, "complete", 200_000_000, 400_000_000, len(delta("Hi")) + 14)
    ]
    first = len(delta("Hi"))
    assert rows(path, "SELECT idx, t, off, len FROM chunk") == [
        (0, 300_000_000, 0, first),
        (1, 400_000_000, first, 14),
    ]


def test_equal_bodies_are_stored_once_and_long_ones_packed(tmp_path):
    long = answer("word " * 2000)
    path = made(tmp_path / "a.db", (ask("a"), long), (ask("b"), long))
    assert rows(path, "SELECT count(*) FROM interaction") == [(2,)]
    assert rows(path, "SELECT codec, size, length(data) < 200 FROM blob WHERE size > 1000") == [
        ("zstd", 10_012, 1)
    ]


@pytest.mark.parametrize(
    "steps", [[Head(200, SSE), Data(delta("Hi"))], [Head(200, SSE), Data(b"x" * 50), End()]]
)
def test_what_is_not_whole_is_kept_but_never_replayed(tmp_path, steps):
    path = tmp_path / "a.db"
    clock = ManualClock()
    with closing(Cassette.open(path, readonly=False, clock=clock)) as cassette:
        recorder = cassette.recorder(ask(), replace=False)
        recorder._room = 40  # of the 64 MiB that one reply may take
        for step in steps:
            recorder.feed(step)
        recorder.close()
    assert rows(path, "SELECT state FROM interaction") == [("quarantined",)]
    assert rows(path, "SELECT sealed FROM cassette") == [(0,)]
    with closing(opened(path)) as cassette:
        assert not isinstance(cassette.find(ask()), Match)


@contextmanager
def disk_of(size: int):
    """No file can grow beyond `size` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_loud_and_the_relay_goes_on(tmp_path, caplog):
    path, clock = tmp_path / "a.db", ManualClock()
    cassette = Cassette.open(path, readonly=False, clock=clock)
    tape(cassette, ask("before"), answer(), clock)
    with disk_of(200_000):
        for number in range(3):
            tape(
                cassette,
                ask(f"too much {number}"),
                [Head(200, JSON), Data(os.urandom(300_000)), End()],
                clock,
            )
        cassette.close()
    assert cassette.failed in ("disk I/O error", "database or disk is full")
    errors = [record.message for record in caplog.records if record.levelno == logging.ERROR]
    assert "a recording is lost" in errors[0]
    assert len(errors) <= 2
    with closing(opened(path)) as cassette:
        assert isinstance(cassette.find(ask("before")), Match)
        assert not cassette.sealed
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


def test_what_cannot_be_searched_is_lost_loudly(tmp_path, caplog):
    path, clock = tmp_path / "a.db", ManualClock()
    cassette = Cassette.open(path, readonly=False, clock=clock)
    tape(cassette, ask(), [Head(200, (("content-encoding", "compress"),)), Data(b"x"), End()], clock)
    cassette.close()
    assert cassette.failed
    assert "could not be searched" in cassette.failed
    assert rows(path, "SELECT count(*) FROM interaction") == [(0,)]


def test_a_full_queue_drops_and_never_waits(tmp_path, caplog):
    full = Writer(tmp_path / "a.db", ManualClock())
    with full._backlog._changed:  # the writer cannot take anything while this is held
        full.submit(capture(ask("first"), Head(200, JSON), b"x" * 900))
        full._backlog._bytes += BYTES
        full.submit(capture(ask(), Head(200, JSON), b"{}"))
        full._backlog._bytes -= BYTES
    assert "queue is full" in str(full.failed)
    full.close()
    full.submit(capture(ask(), Head(200, JSON), b"{}"))
    assert full.lost == 2
    assert rows(tmp_path / "a.db", "SELECT count(*), sealed FROM interaction, cassette") == [(1, 0)]
