from fakeai_proxy.core.exchange import Request
from fakeai_proxy.endpoints.organization.holders import Holder, holder_of, holders, issue
from tests.endpoints.asking import services

from .asking import at

FACTS = {"name": "k", "user": "svc_acct_a", "project": "proj_a", "type": "service_account"}


def test_whose_a_key_is_stays_known_when_it_is_gone() -> None:
    to = services()
    key, value = issue("sk-", "a", FACTS, at(to))
    held = Holder(key.id, "svc_acct_a", "proj_a", "service_account")
    request = Request("GET", "/", headers=(("authorization", f"Bearer {value}"),))
    to.resources.delete(key)
    assert holder_of(at(to)._replace(request=request)) == held
    assert [*holders(to.resources).values()] == [held]
    assert value not in str(holders(to.resources))


def test_any_other_key_is_the_founders() -> None:
    request = Request("GET", "/", headers=(("authorization", "Bearer sk-mine"),))
    found = holder_of(at(services())._replace(request=request))
    assert (found.user, found.project, found.type) == ("user-fakeai", "proj_fakeai", "user")
    assert found.key.startswith("key_")
    assert "mine" not in found.key
