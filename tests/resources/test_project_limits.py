from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.resources import ResourceSettings, Store
from fakeai_proxy.resources.api_keys import SERVICE, project_of, remember
from fakeai_proxy.resources.owner import ORGANIZATION, organization_of
from fakeai_proxy.resources.project_limits import KIND, changed_limits, project_named


def test_the_project_of_a_request_and_its_limits() -> None:
    store, key = Store(ResourceSettings(), ManualClock()), f"{SERVICE}abc"
    remember(store, key, {"project": "proj_a"})
    asked = Request("GET", "/", headers=(("authorization", f"Bearer {key}"),))
    named = Request("GET", "/", headers=(*asked.headers, ("openai-project", "proj_b")))
    assert (project_named(store, asked), project_named(store, named)) == ("proj_a", "proj_b")
    assert project_named(store, Request("GET", "/")) == project_of(store, "sk-other") == ""
    store.put(ORGANIZATION, KIND, "rl-gpt-4o", {"max_requests_per_1_minute": 1}, "proj_a")
    assert changed_limits(store, "proj_a", "gpt-4o", asked) == {"max_requests_per_1_minute": 1}
    assert changed_limits(store, "proj_b", "gpt-4o", asked) == {}


def test_each_scope_has_an_organization() -> None:
    owners = {organization_of(Request("GET", "/", scope=scope)) for scope in ("", "a", "b", "a")}
    assert len(owners) == 3
    assert ORGANIZATION in owners
