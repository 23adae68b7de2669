import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.endpoints import dispatch
from fakeai_proxy.gate import SecuritySettings
from fakeai_proxy.gate.watch import Watch
from tests.endpoints.asking import error, told

from .gates import asked, gated

STRANGER = "192.0.2.7"


def watch(**fields):
    given = {"abuse_detection": True, "abuse_threshold": 3, "abuse_seconds": 10, "ban_seconds": 60}
    return Watch(SecuritySettings(**given | fields), ManualClock())


def test_who_offends_often_is_banned_for_a_while():
    seen = watch()
    for _ in range(3):
        assert seen.ban_of(STRANGER) == 0
        seen.note(STRANGER, "bad_key")
    assert seen.ban_of(STRANGER) == 60
    assert (seen.blocked, seen.banned(), dict(seen.offences)) == (1, {STRANGER: 60}, {"bad_key": 3})
    seen.clock.advance(60)
    assert (seen.ban_of(STRANGER), seen.banned()) == (0, {})


def test_who_offends_seldom_is_not():
    seen = watch()
    for _ in range(9):
        seen.note(STRANGER, "over_limit")
        seen.clock.advance(6)
    assert seen.banned() == {}


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_never_banned_unless_asked_for(peer):
    kind, strict = watch(), watch(ban_loopback=True)
    for _ in range(9):
        kind.note(peer, "injection")
        strict.note(peer, "injection")
    assert (kind.ban_of(peer), strict.ban_of(peer)) == (0, 60)
    assert kind.by_peer[peer]["injection"] == 9


def test_it_only_counts_where_nobody_is_to_be_banned():
    seen = watch(abuse_detection=False)
    for _ in range(9):
        seen.note(STRANGER, "bad_key")
    assert (seen.ban_of(STRANGER), seen.offences["bad_key"]) == (0, 9)


def test_through_the_gate():
    to = gated("sk-a", security={"abuse_detection": True, "abuse_threshold": 2, "ban_loopback": True})
    for _ in range(2):
        error(asked(to, "sk-wrong"), 401)
    refused = error(asked(to), 403)
    assert "banned for 300 seconds" in refused["message"]
    answer = dispatch(Request("GET", "/v1/models", headers=(("api-key", "sk-a"),), peer=STRANGER), to)
    assert told(answer)["object"] == "list"


def test_bad_keys_of_every_provider_and_bodies_too_large_count():
    to = gated("sk-a")
    told(asked(to, "sk-wrong", "integrate.api.nvidia.com"), 403)
    error(dispatch(Request("POST", "/v1/chat/completions", body=b" " * (to.max_request_size + 1)), to), 413)
    assert dict(to.gate.watch.offences) == {"bad_key": 1, "oversized": 1}
