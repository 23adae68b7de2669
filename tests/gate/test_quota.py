from fakeai_proxy.core.exchange import Request
from fakeai_proxy.gate.quota import Quotas
from tests.endpoints.asking import error, told

from .gates import asked, gated


def by(key):
    return Request("POST", "/", headers=(("authorization", f"Bearer {key}"),))


def test_each_key_has_its_own_and_the_latest_are_remembered():
    quotas = Quotas(10, room=2)
    quotas.count(by("a"), 10)
    quotas.count(by("b"), 9)
    assert (quotas.used_up(by("a")), quotas.used_up(by("b")), quotas.used_up(by("c"))) == (True, False, False)
    quotas.count(by("c"), 1)
    assert not quotas.used_up(by("a"))


def test_a_key_that_has_used_all_of_it():
    to = gated(quota_tokens=1)
    told(asked(to))
    refused = error(asked(to), 429)
    assert (refused["code"], refused["type"]) == ("insufficient_quota", "insufficient_quota")
    told(asked(to, "sk-other"))
