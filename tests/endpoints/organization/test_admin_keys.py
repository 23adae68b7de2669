import pytest
from openai import NotFoundError

from tests.endpoints.sdk import Client
from tests.gate.gates import asked, gated

from .asking import administered


def test_admin_keys() -> None:
    to = gated("sk-mine")
    client = Client(to, key="sk-mine")
    made = client.one(
        lambda api: api.admin.organization.admin_api_keys.create(name="root", expires_in_seconds=60)
    )
    mine = client(lambda api: api.admin.organization.admin_api_keys.list()).data
    assert [(one.id, one.owner.id, one.expires_at) for one in mine] == [
        (made.id, "user-fakeai", made.created_at + 60)
    ]
    assert "value" not in mine[0].model_dump()
    assert client(lambda api: api.admin.organization.admin_api_keys.retrieve(made.id)) == mine[0]
    assert administered(client).projects.api_keys.list("proj_fakeai").data == []
    assert next(asked(to, made.value)).status == 200
    assert administered(client).admin_api_keys.delete(made.id).deleted
    assert next(asked(to, made.value)).status == 401
    with pytest.raises(NotFoundError, match="No API key found"):
        administered(client).admin_api_keys.retrieve(made.id)
