import pytest
from openai import APIStatusError, NotFoundError

from tests.endpoints.asking import ask, services, told
from tests.endpoints.sdk import Client

from .asking import PATH, administered


def test_taken_in_changed_and_out() -> None:
    to = services()
    client = Client(to)
    ann = told(ask(f"{PATH}/users", {"email": "ann@b.c"}, to))["id"]
    project = administered(client).projects.create(name="Apollo").id
    users = administered(client).projects.users
    made = client.one(
        lambda api: api.admin.organization.projects.users.create(project, email="ANN@b.c", role="member")
    )
    assert (made.id, made.email, made.role) == (ann, "ann@b.c", "member")
    assert users.update(ann, project_id=project, role="owner").role == "owner"
    seen = client(lambda api: api.admin.organization.projects.users.retrieve(ann, project_id=project))
    assert seen.role == "owner"
    assert [one.id for one in client(lambda api: api.admin.organization.projects.users.list(project))] == [
        ann
    ]
    assert users.delete(ann, project_id=project).deleted
    assert administered(client).users.retrieve(ann).id == ann


@pytest.mark.parametrize(
    ("given", "status", "message"),
    [
        ({"user_id": "user-x"}, 404, "No user found with id"),
        ({"email": "x@y"}, 404, "No user found with email"),
        ({"user_id": "user-fakeai"}, 400, "already a member"),
    ],
)
def test_who_cannot_be_taken_in(given: dict[str, str], status: int, message: str) -> None:
    users = administered(Client(services())).projects.users
    with pytest.raises(APIStatusError, match=message) as refusal:
        users.create("proj_fakeai", role="member", **given)
    assert refusal.value.status_code == status


def test_who_is_not_in_it() -> None:
    users = administered(Client(services())).projects.users
    with pytest.raises(NotFoundError, match="No project user found"):
        users.retrieve("user-x", project_id="proj_fakeai")
