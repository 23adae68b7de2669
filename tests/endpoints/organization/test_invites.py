import pytest
from openai import BadRequestError, NotFoundError

from tests.endpoints.asking import services
from tests.endpoints.sdk import Client

from .asking import administered, inviting

MEMBER = [{"id": "proj_fakeai", "role": "member"}]


def test_it_waits_and_expires() -> None:
    to = services()
    client = Client(to)
    invites = administered(client).invites
    made = client.one(lambda api: api.admin.organization.invites.create(email="a@b.c", role="reader"))
    assert (made.status, made.expires_at - made.created_at) == ("pending", 7 * 86_400)
    to.clock.advance(7 * 86_400)
    assert client(lambda api: api.admin.organization.invites.retrieve(made.id)).status == "expired"
    assert [one.id for one in client(lambda api: api.admin.organization.invites.list())] == [made.id]
    assert invites.delete(made.id).deleted
    with pytest.raises(NotFoundError, match="No invite found"):
        invites.retrieve(made.id)


def test_it_is_accepted_when_the_settings_say_so() -> None:
    to = inviting(seconds=10)
    own = administered(Client(to))
    made = own.invites.create(email="ann@b.c", role="reader", projects=MEMBER)
    to.clock.advance(9)
    assert own.invites.retrieve(made.id).status == "pending"
    to.clock.advance(2)
    seen = own.invites.retrieve(made.id)
    assert (seen.status, seen.accepted_at) == ("accepted", made.created_at + 10)
    [ann] = own.users.list(emails=["ann@b.c"])
    assert ann.role == "reader"
    assert own.projects.users.retrieve(ann.id, project_id="proj_fakeai").role == "member"
    assert [one.type for one in own.audit_logs.list()] == ["user.added", "invite.accepted", "invite.sent"]
    with pytest.raises(BadRequestError, match="already been accepted"):
        own.invites.delete(made.id)


def test_a_project_that_is_not_there() -> None:
    invites = administered(Client(services())).invites
    with pytest.raises(NotFoundError, match="No project found"):
        invites.create(email="a@b.c", role="reader", projects=[{"id": "proj_x", "role": "member"}])
