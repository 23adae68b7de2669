import pytest
from openai import NotFoundError

from tests.endpoints.asking import headers, services
from tests.endpoints.sdk import Client
from tests.gate.gates import asked, gated

from .asking import administered


def test_each_model_of_openai_has_some() -> None:
    limits = administered(Client(services())).projects.rate_limits
    found = [*limits.list_rate_limits("proj_fakeai", limit=30)]
    names = [one.model for one in found]
    assert names == sorted(names)
    assert {"gpt-4o", "gpt-4o-mini", "text-embedding-3-small"} <= {*names}
    assert (found[0].max_requests_per_1_minute, found[0].max_requests_per_1_day) == (500, 10_000)
    second = limits.list_rate_limits("proj_fakeai", limit=2, before=found[4].id)
    assert ([one.id for one in second.data], second.has_more) == ([found[2].id, found[3].id], True)


def test_a_project_keeps_its_own() -> None:
    to = gated("sk-a", enabled=True)
    client = Client(to, key="sk-a")
    id = administered(client).projects.create(name="Apollo").id
    limits = administered(client).projects.rate_limits
    change = {"project_id": id, "max_requests_per_1_minute": 2}
    changed = client.one(
        lambda api: api.admin.organization.projects.rate_limits.update_rate_limit("rl-gpt-4o-mini", **change)
    )
    assert (changed.max_requests_per_1_minute, changed.max_tokens_per_1_minute) == (2, 200_000)
    limits.update_rate_limit("rl-gpt-4o-mini", project_id=id, max_tokens_per_1_minute=1_000)
    accounts = administered(client).projects.service_accounts
    keys = [accounts.create(id, name="bot").api_key.value for _ in "ab"]
    told = [headers(asked(to, key)) for key in keys]
    assert [one["x-ratelimit-remaining-requests"] for one in told] == ["1", "0"]
    assert told[0]["x-ratelimit-limit-tokens"] == "1000"
    assert next(asked(to, keys[0])).status == 429
    assert headers(asked(to, "sk-a"))["x-ratelimit-limit-requests"] == "500"
    assert headers(asked(to, keys[0], model="gpt-4o"))["x-ratelimit-limit-requests"] == "500"


@pytest.mark.parametrize("id", ["rl-nothing", "gpt-4o"])
def test_of_what_there_is_not(id: str) -> None:
    limits = administered(Client(services())).projects.rate_limits
    with pytest.raises(NotFoundError, match="No rate limit found"):
        limits.update_rate_limit(id, project_id="proj_fakeai", max_requests_per_1_minute=1)
