import sqlite3
from contextlib import closing

import pytest

from fakeai_proxy.cassette.asked import every, recorded
from fakeai_proxy.cassette.matching import PROFILES

from .tape import answer, ask, made
from .test_asking import asking


def test_requests_as_the_matcher_asks_for_them(tmp_path):
    path = made(tmp_path / "a.db", (ask("Hi", user="me"), answer()), (ask("Ho"), answer()))
    with closing(sqlite3.connect(path)) as connection:
        found = [*every(connection)]
        assert [one.number for one in found] == [1, 2]
        assert found[0].uid.endswith("-0")
        for name in PROFILES:
            assert found[0].asking.key(name) == asking(ask("Hi", user="me")).key(name)
        assert recorded(connection, 2).asking.exact == found[1].asking.exact
        with pytest.raises(ValueError, match="no recording 3"):
            recorded(connection, 3)
