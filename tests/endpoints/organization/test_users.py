from typing import Any

import pytest
from openai import BadRequestError, NotFoundError

from tests.endpoints.asking import ask, error, services, told
from tests.endpoints.sdk import Client

from .asking import PATH, administered


@pytest.fixture
def client() -> Client:
    return Client(services())


def test_there_is_an_owner_from_the_beginning(client: Client) -> None:
    [owner] = client(lambda api: api.admin.organization.users.list()).data
    assert (owner.id, owner.role) == ("user-fakeai", "owner")
    assert client(lambda api: api.admin.organization.users.retrieve(owner.id)) == owner


def test_added_changed_found_deleted() -> None:
    to = services()
    made = told(ask(f"{PATH}/users", {"email": "ann@example.org", "role": "reader"}, to))
    users = administered(Client(to)).users
    assert users.update(made["id"], role="owner").role == "owner"
    assert [user.id for user in users.list(emails=["ANN@example.org"])] == [made["id"]]
    assert users.delete(made["id"]).deleted
    with pytest.raises(NotFoundError, match="No user found with id"):
        users.retrieve(made["id"])
    again = {"email": "owner@fakeai.local"}
    assert "already a member" in error(ask(f"{PATH}/users", again, to))["message"]


def test_the_last_owner_stays(client: Client) -> None:
    users = administered(client).users
    for change in (
        lambda: users.delete("user-fakeai"),
        lambda: users.update("user-fakeai", role="reader"),
    ):
        with pytest.raises(BadRequestError, match="at least one owner"):
            change()


def test_who_leaves_leaves_all_projects() -> None:
    to = services()
    made = told(ask(f"{PATH}/users", {"email": "ann@example.org"}, to))
    own = administered(Client(to))
    own.projects.users.create("proj_fakeai", user_id=made["id"], role="member")
    own.users.delete(made["id"])
    assert [user.id for user in own.projects.users.list("proj_fakeai")] == ["user-fakeai"]


@pytest.mark.parametrize(
    ("path", "body", "code", "param"),
    [
        ("/users", {}, "missing_required_parameter", "email"),
        ("/users", {"email": "nobody"}, "invalid_value", "email"),
        ("/users/user-fakeai", {"role": "king"}, "invalid_value", "role"),
        ("/users/user-fakeai", {"age": 1}, "unknown_parameter", "age"),
        ("/invites", {"email": "a@b"}, "missing_required_parameter", "role"),
        (
            "/invites",
            {"email": "a@b", "role": "owner", "projects": [{}]},
            "missing_required_parameter",
            "projects[0].id",
        ),
        ("/projects", {"name": ""}, "empty_string", "name"),
        ("/projects/proj_fakeai/users", {"role": "member"}, "missing_required_parameter", "user_id"),
        ("/projects/proj_fakeai/service_accounts", {"name": 1}, "invalid_type", "name"),
        (
            "/projects/proj_fakeai/rate_limits/rl-gpt-4o",
            {"max_tokens_per_1_minute": 0},
            "integer_below_min_value",
            "max_tokens_per_1_minute",
        ),
        (
            "/admin_api_keys",
            {"name": "a", "expires_in_seconds": -1},
            "integer_below_min_value",
            "expires_in_seconds",
        ),
    ],
)
def test_what_is_wrong(path: str, body: Any, code: str, param: str) -> None:
    refusal = error(ask(PATH + path, body))
    assert (refusal["code"], refusal["param"]) == (code, param)
