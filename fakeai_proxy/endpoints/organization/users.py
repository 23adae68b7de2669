"""`/organization/users`."""

from __future__ import annotations

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import list_reply, page_query
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.resources import Resource
from fakeai_proxy.wire import organization as wire

from .audit import record
from .home import everything, home

KIND = "organization.user"


def list_users(body: None, context: Context) -> Reply:
    """All users, or those of some `emails`."""
    owner, emails = home(context), {email.lower() for email in context.query.texts("emails")}
    page = context.services.resources.page(
        owner,
        KIND,
        page_query(context, order="asc"),
        keep=lambda user: not emails or user.body["email"].lower() in emails,
    )
    return list_reply(page, shown, context)


def create(body: wire.UserRequest, context: Context) -> Reply:
    """A user who is there at once; OpenAI itself only sends invites."""
    owner, store = home(context), context.services.resources
    with store.lock:
        refuse_member(body.email, owner, context)
        user = added(body.email, body.role, owner, context, body.name)
    return json_reply(shown(user), context)


def added(email: str, role: str, owner: str, context: Context, name: str | None = None) -> Resource:
    """A new user, with an entry in the audit log."""
    facts = {"name": name or email.partition("@")[0], "email": email, "role": role}
    user = context.services.resources.create(owner, KIND, context.identity.suffix, facts)
    record("user.added", user.id, owner, context, data={"role": role})
    return user


def refuse_member(email: str, owner: str, context: Context) -> None:
    """Raise ApiError 400 where there is a user with this address."""
    if member(email, owner, context):
        raise ApiError(
            400, f"User with email '{email}' is already a member of this organization.", param="email"
        )


def member(email: str, owner: str, context: Context) -> Resource | None:
    """The user with this address."""
    found = everything(owner, KIND, context, lambda user: user.body["email"].lower() == email.lower())
    return found[0] if found else None


def retrieve(body: None, context: Context) -> Reply:
    """One user."""
    return json_reply(shown(wanted(home(context), context)), context)


def modify(body: wire.UserChange, context: Context) -> Reply:
    """Another role in the organization."""
    owner, store = home(context), context.services.resources
    with store.lock:
        user = wanted(owner, context)
        if body.role is not None:
            if body.role != "owner":
                refuse_last_owner(user, owner, context)
            user = store.change(user, role=body.role)
            record("user.updated", user.id, owner, context, changes_requested={"role": body.role})
    return json_reply(shown(user), context)


def delete(body: None, context: Context) -> Reply:
    """Take a user out of the organization, and out of its projects."""
    owner, store = home(context), context.services.resources
    with store.lock:
        user = wanted(owner, context)
        refuse_last_owner(user, owner, context)
        for project in everything(owner, "project", context):
            if membership := store.get(owner, "project.user", user.id, project.id):
                store.delete(membership)
        store.delete(user)
        record("user.deleted", user.id, owner, context)
    answer: wire.Deleted = {"object": "organization.user.deleted", "id": user.id, "deleted": True}
    return json_reply(answer, context)


def refuse_last_owner(user: Resource, owner: str, context: Context) -> None:
    """Raise ApiError 400 where nobody would be left to manage the organization."""
    if [one.id for one in everything(owner, KIND, context, is_owner)] == [user.id]:
        raise ApiError(400, "An organization needs at least one owner.")


def is_owner(user: Resource) -> bool:
    return bool(user.body["role"] == "owner")


def wanted(owner: str, context: Context) -> Resource:
    """The user of the path. Raises ApiError 404."""
    return context.services.resources.need(owner, KIND, context.parameters["user_id"])


def shown(user: Resource) -> wire.User:
    return {
        "object": "organization.user",
        "id": user.id,
        "name": user.body["name"],
        "email": user.body["email"],
        "role": user.body["role"],
        "added_at": user.created_at,
    }
