from contextlib import closing

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fakeai_proxy.cassette.bodies import cleaned
from fakeai_proxy.cassette.database import open_database
from fakeai_proxy.cassette.entry import entry_of
from fakeai_proxy.cassette.interaction import Chunk, Interaction
from fakeai_proxy.cassette.redact import Redactor
from fakeai_proxy.cassette.rows import IN_PLACE, load, put, unpacked, utc
from fakeai_proxy.core.steps import Head

from .tape import SSE, ask, capture


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    with closing(open_database(tmp_path_factory.mktemp("rows") / "a.db")) as connection:
        with connection:
            connection.execute("INSERT INTO session(uid, started_at, tool_version) VALUES ('ab', '', '')")
        yield connection


sizes = st.sampled_from([1, 7, IN_PLACE - 1, IN_PLACE, 3 * IN_PLACE])


@given(st.lists(st.tuples(st.binary(min_size=1, max_size=9), sizes), max_size=5))
def test_what_is_put_is_loaded(connection, pieces):
    bodies = [b"data: " + seed * size + b"\n\n" for seed, size in pieces]
    assume(cleaned(bodies, "sse", Redactor()) == bodies)  # hypothesis does come up with credentials
    entry = entry_of(capture(ask(), Head(201, SSE), *bodies), b"salt")
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DELETE FROM interaction")
        number = put(connection, entry, 1, "ab")
        chunks = tuple(Chunk(10 * n, body) for n, body in enumerate(bodies, 1))
        assert load(connection, number) == Interaction("sse", 201, SSE, 5, chunks, 1000)
    assert connection.execute("SELECT (SELECT count(*) FROM reply), count(*) FROM match_key").fetchone() == (
        1,
        3,
    )


def test_what_is_not_there(connection):
    with pytest.raises(ValueError, match="interaction 9999 has no reply"):
        load(connection, 9999)
    with pytest.raises(ValueError, match="a body is missing"):
        unpacked("raw", None)


def test_dates_are_utc():
    assert utc(1_700_000_000.1234) == "2023-11-14T22:13:20.123+00:00"
