import pytest
from openai import NotFoundError

from tests.endpoints.asking import ask, error, services, told
from tests.endpoints.sdk import Client
from tests.gate.gates import asked, gated

from .asking import PATH, administered, sent


def test_its_key_is_told_once_and_works_until_it_is_deleted() -> None:
    to = gated("sk-mine")
    client = Client(to, key="sk-mine")
    accounts = administered(client).projects.service_accounts
    made = client.one(
        lambda api: api.admin.organization.projects.service_accounts.create("proj_fakeai", name="bot")
    )
    key = made.api_key.value
    assert next(asked(to, key)).status == 200
    assert key not in "".join(map(str, to.resources._connection.iterdump()))
    seen = client(
        lambda api: api.admin.organization.projects.service_accounts.retrieve(
            made.id, project_id="proj_fakeai"
        )
    )
    assert (seen.name, seen.role) == ("bot", "member")
    assert [one.id for one in accounts.list("proj_fakeai")] == [made.id]
    assert accounts.delete(made.id, project_id="proj_fakeai").deleted
    assert next(asked(to, key)).status == 401
    with pytest.raises(NotFoundError, match="No service account found"):
        accounts.retrieve(made.id, project_id="proj_fakeai")


def test_more_keys_and_none() -> None:
    to = services()
    path = f"{PATH}/projects/proj_fakeai/service_accounts"
    made = told(ask(path, {"name": "bot", "create_service_account_only": True}, to))
    assert made["api_key"] is None
    one, other = (told(ask(f"{path}/{made['id']}/api_keys", {"name": "k"}, to)) for _ in "ab")
    assert one["value"] != other["value"]
    assert told(ask(f"{path}/{made['id']}", {"name": "robot", "role": "owner"}, to))["name"] == "robot"
    assert error(ask(f"{path}/svc_acct_x/api_keys", {}, to), 404)["message"].startswith("No service account")


def test_a_key_that_expires() -> None:
    to = gated("sk-mine")
    path = f"{PATH}/projects/proj_fakeai/service_accounts"
    body = {"name": "bot", "expires_in_seconds": 60}
    made = told(ask(path, body, to, headers=(("authorization", "Bearer sk-mine"),)))["api_key"]
    assert made["expires_at"] == made["created_at"] + 60
    assert next(asked(to, made["value"])).status == 200
    to.clock.advance(61)
    assert next(asked(to, made["value"])).status == 401


def test_keys_of_a_project_share_what_is_its() -> None:
    to = services()
    projects = administered(Client(to)).projects
    ids = [projects.create(name=name).id for name in ("Apollo", "Gemini")]
    one, other, third = (
        projects.service_accounts.create(id, name="bot").api_key.value for id in (ids[0], ids[0], ids[1])
    )
    made = Client(to, key=one).sync.conversations.create()
    path = f"/v1/conversations/{made.id}"
    assert told(sent(to, path, other))["id"] == told(sent(to, path, openai_project=ids[0]))["id"] == made.id
    for stranger in (sent(to, path, third), sent(to, path, openai_project=ids[1]), sent(to, path)):
        error(stranger, 404)
