import pytest
from openai import BadRequestError

from tests.endpoints.asking import services
from tests.endpoints.sdk import Client
from tests.gate.gates import asked, gated

from .asking import administered


def test_made_renamed_archived() -> None:
    client = Client(services())
    made = client.one(lambda api: api.admin.organization.projects.create(name="Apollo"))
    projects = administered(client).projects
    assert (made.status, made.archived_at) == ("active", None)
    assert projects.update(made.id, name="Gemini").name == "Gemini"
    assert projects.archive(made.id).status == "archived"
    assert client(lambda api: api.admin.organization.projects.retrieve(made.id)).archived_at is not None
    assert [one.id for one in projects.list()] == ["proj_fakeai"]
    assert [one.id for one in projects.list(include_archived=True)] == ["proj_fakeai", made.id]


def test_nothing_changes_in_an_archived_project() -> None:
    projects = administered(Client(services())).projects
    id = projects.create(name="Apollo").id
    projects.archive(id)
    for change in (
        lambda: projects.update(id, name="x"),
        lambda: projects.archive(id),
        lambda: projects.users.create(id, user_id="user-fakeai", role="member"),
        lambda: projects.service_accounts.create(id, name="bot"),
        lambda: projects.rate_limits.update_rate_limit(
            "rl-gpt-4o", project_id=id, max_requests_per_1_minute=1
        ),
    ):
        with pytest.raises(BadRequestError, match="is archived"):
            change()
    with pytest.raises(BadRequestError, match="default project"):
        projects.archive("proj_fakeai")


def test_its_keys_end_with_it() -> None:
    to = gated("sk-mine")
    projects = administered(Client(to, key="sk-mine")).projects
    id = projects.create(name="Apollo").id
    key = projects.service_accounts.create(id, name="bot").api_key.value
    assert next(asked(to, key)).status == 200
    projects.archive(id)
    assert next(asked(to, key)).status == 401


def test_projects_of_another_scope_are_not_seen() -> None:
    from dataclasses import replace

    from fakeai_proxy.core.exchange import Request
    from fakeai_proxy.endpoints import dispatch
    from tests.endpoints.asking import told

    to = services()
    administered(Client(to)).projects.create(name="Apollo")
    request = Request("GET", "/v1/organization/projects")
    assert len(told(dispatch(request, to))["data"]) == 2
    assert len(told(dispatch(replace(request, scope="mine"), to))["data"]) == 1
