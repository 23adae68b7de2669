from contextlib import closing

import pytest

from fakeai_proxy.cassette import CassetteError, Match, Miss
from fakeai_proxy.cassette.accept import accept
from fakeai_proxy.cassette.reading import reading

from .tape import answer, ask, made, opened, rows


def test_it_works_from_the_text_of_the_miss(tmp_path):
    path = made(tmp_path / "a.db", (ask("Hi"), answer("1")), (ask("Ho"), answer("2")))
    with closing(opened(path)) as cassette:
        miss = cassette.find(ask("Ho!", user="me"))
        assert isinstance(miss, Miss)
        *_, uid, key = miss.explain().command.split()
    assert accept(path, uid, key)
    assert not accept(path, uid, key)
    with closing(opened(path)) as cassette:
        found = cassette.find(ask("Ho!", user="you"))
        assert isinstance(found, Match)
        assert (found.uid, found.profile) == (uid, "accepted")
        assert isinstance(cassette.find(ask("Ho", user="me")), Miss)  # it has been played
    with reading(path) as tape:
        assert ("accepted", bytes.fromhex(key)) in tape.recording(uid).keys
    assert accept(path, uid, key, undo=True)
    assert not accept(path, uid, key, undo=True)
    assert rows(path, "SELECT * FROM match_key WHERE profile = 'accepted'") == []


@pytest.mark.parametrize(
    ("uid", "key", "why"),
    [
        ("x-9", "0" * 32, "holds no recording 'x-9'"),
        ("x-9", "12", "has no key '12'"),
        ("x-9", "y", "has no key 'y'"),
    ],
)
def test_what_is_refused(tmp_path, uid, key, why):
    path = made(tmp_path / "a.db", (ask(), answer()))
    with pytest.raises(CassetteError, match=why):
        accept(path, uid, key)


def test_only_what_is_replayed_can_be_accepted(tmp_path):
    path = made(tmp_path / "a.db", (ask(), answer()[:-1]))
    with reading(path) as tape:
        (uid,) = tape.uids()
    with pytest.raises(CassetteError, match="it is quarantined"):
        accept(path, uid, "0" * 32)
