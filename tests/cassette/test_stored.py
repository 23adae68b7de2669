import sqlite3
from contextlib import closing

import pytest

from fakeai_proxy.cassette.entry import entry_of
from fakeai_proxy.cassette.stored import stored
from fakeai_proxy.core.steps import Data, End, Head

from .secrets import PLANTED
from .tape import KEY, SSE, answer, ask, delta, made, rows, stream


def held(path):
    with closing(sqlite3.connect(path)) as connection:
        return list(stored(connection))


def test_recordings_come_back_as_they_were_stored(tmp_path):
    wire = stream(delta("Hello"), delta(" you"), b"data: [DONE]\n\n")
    path = made(tmp_path / "a.db", (ask("one"), answer()), (ask("two", stream=True), wire))
    whole, streamed = held(path)
    assert whole.capture.request.json == ask("one").json
    assert (whole.active, whole.capture.kind, whole.capture.head.status) == (True, "http", 200)
    assert (streamed.capture.kind, streamed.capture.head.headers) == ("sse", SSE)
    assert [chunk.ns for chunk in streamed.capture.chunks] == [300_000_000, 400_000_000, 500_000_000]
    assert streamed.uid == f"{whole.uid[:-1]}1"


def test_broken_off_ones_too(tmp_path):
    (one,) = held(made(tmp_path / "a.db", (ask(), [Head(200, SSE), Data(delta("Hel"))])))
    assert (one.active, one.capture.end) == (False, "client_abort")


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_a_request_and_the_same_as_it_is_stored_have_one_key(tmp_path, name):
    """Also where several secrets are, and an earlier recording took their numbers."""
    key, other = PLANTED[name], "nvapi-another-1234567890"
    first = (ask(f"{other} and gsk_Qm9ndXNCb2d1c0JvZ3Vz"), answer(other))
    second = (ask(f"use {key}, {KEY}, {other}; {key}", user=key), answer(key))
    path = made(tmp_path / "a.db", first, second)
    keys = rows(path, "SELECT profile, key FROM match_key ORDER BY seq, profile")
    assert [key for one in held(path) for key in sorted(entry_of(one.capture, b"").keys)] == keys


def test_a_missing_reply_is_told(tmp_path):
    path = made(tmp_path / "a.db", (ask(), answer()))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM reply")
        with pytest.raises(ValueError, match="interaction 1 has no reply"):
            list(stored(connection))


def test_end_of_stream_is_kept(tmp_path):
    (one,) = held(made(tmp_path / "a.db", (ask(), [Head(200, ()), Data(b"x"), End()])))
    assert one.capture.end == "complete"
