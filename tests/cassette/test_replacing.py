from contextlib import closing

import pytest

from fakeai_proxy.cassette import Cassette
from fakeai_proxy.cassette.accept import accept
from fakeai_proxy.cassette.matching.settings import MatchingSettings
from fakeai_proxy.core.clock import ManualClock

from .tape import answer, ask, made, rows, tape

STATES = "SELECT state FROM interaction ORDER BY id"


@pytest.mark.parametrize(
    ("profile", "states"),
    [("exact@1", ["active", "active", "active"]), ("llm@1", ["disabled", "active", "active"])],
)
def test_what_is_the_same_by_the_profile_of_the_settings_is_replaced(tmp_path, profile, states):
    path, clock = made(tmp_path / "a.db", (ask(user="1"), answer()), (ask("Ho"), answer())), ManualClock()
    matching = MatchingSettings(profile=profile)
    with closing(Cassette.open(path, readonly=False, clock=clock, matching=matching)) as cassette:
        tape(cassette, ask(user="2"), answer(), clock, replace=True)
    assert [state for (state,) in rows(path, STATES)] == states
    found = 3 * states.count("active")
    assert rows(path, "SELECT count(*) FROM match_key") == [(found,)]


def test_nothing_of_it_is_found_any_more(tmp_path):
    path, clock = made(tmp_path / "a.db", (ask(), answer())), ManualClock()
    ((uid,),) = rows(path, "SELECT uid FROM interaction")
    accept(path, uid, "00" * 16)
    with closing(Cassette.open(path, readonly=False, clock=clock)) as cassette:
        tape(cassette, ask(), answer(), clock, replace=True)
    assert rows(path, "SELECT DISTINCT interaction_id FROM match_key") == [(2,)]
    assert rows(path, "SELECT DISTINCT interaction_id FROM req_feature") == [(2,)]
