from fakeai_proxy.endpoints.organization.audit import record
from fakeai_proxy.endpoints.organization.home import everything, home
from tests.endpoints.asking import services

from .asking import at


def test_an_entry_tells_who_did_what() -> None:
    to = services()
    owner = home(at(to))
    for number in range(2):
        record("user.updated", "user-x", owner, at(to, number), changes_requested={"role": "owner"})
    first, second = everything(owner, "audit_log", at(to))
    assert first.id != second.id
    assert first.body["user.updated"] == {"id": "user-x", "changes_requested": {"role": "owner"}}
    assert first.body["actor"]["api_key"]["user"]["email"] == "owner@fakeai.local"
    assert "project" not in first.body
