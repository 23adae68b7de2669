import pytest
from openai import NotFoundError

from tests.endpoints.asking import services
from tests.endpoints.sdk import Client
from tests.gate.gates import asked, gated

from .asking import administered


def test_keys_of_a_project_are_never_shown_whole() -> None:
    client = Client(services())
    projects = administered(client).projects
    made = projects.service_accounts.create("proj_fakeai", name="bot")
    [key] = client(lambda api: api.admin.organization.projects.api_keys.list("proj_fakeai")).data
    assert (key.id, key.owner.service_account.id) == (made.api_key.id, made.id)
    assert key.redacted_value == f"{made.api_key.value[:11]}...{made.api_key.value[-4:]}"
    seen = client(
        lambda api: api.admin.organization.projects.api_keys.retrieve(key.id, project_id="proj_fakeai")
    )
    assert seen == key
    other = projects.create(name="Apollo").id
    with pytest.raises(NotFoundError, match="No API key found"):
        projects.api_keys.retrieve(key.id, project_id=other)


def test_a_deleted_key_is_refused() -> None:
    to = gated("sk-mine")
    projects = administered(Client(to, key="sk-mine")).projects
    key = projects.service_accounts.create("proj_fakeai", name="bot").api_key
    assert projects.api_keys.delete(key.id, project_id="proj_fakeai").deleted
    assert next(asked(to, key.value)).status == 401
