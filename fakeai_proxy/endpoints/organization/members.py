"""`/organization/projects/{project_id}/users`."""

from __future__ import annotations

from functools import partial

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import list_reply, page_query
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.resources import Resource
from fakeai_proxy.wire import organization as wire

from .audit import record
from .home import home, open_project, project_of
from .users import member

KIND = "project.user"


def list_members(body: None, context: Context) -> Reply:
    """All users of a project."""
    owner = home(context)
    project = project_of(owner, context)
    page = context.services.resources.page(owner, KIND, page_query(context, order="asc"), project.id)
    return list_reply(page, partial(shown, context=context), context)


def create(body: wire.ProjectUserRequest, context: Context) -> Reply:
    """Take a user of the organization into a project."""
    owner, store = home(context), context.services.resources
    with store.lock:
        project = open_project(owner, context)
        user = asked_user(body, owner, context)
        if store.get(owner, KIND, user.id, project.id):
            raise ApiError(400, f"User '{user.id}' is already a member of this project.", param="user_id")
        made = store.put(owner, KIND, user.id, {"role": body.role}, project.id)
        record("user.added", user.id, owner, context, project, data={"role": body.role})
    return json_reply(shown(made, context), context)


def asked_user(body: wire.ProjectUserRequest, owner: str, context: Context) -> Resource:
    """The user whom the request names. Raises ApiError."""
    if body.user_id is not None:
        return context.services.resources.need(owner, "organization.user", body.user_id)
    if body.email is None:
        message = "Missing required parameter: 'user_id'."
        raise ApiError(400, message, param="user_id", code="missing_required_parameter")
    if found := member(body.email, owner, context):
        return found
    raise ApiError(404, f"No user found with email '{body.email}'.", param="email")


def retrieve(body: None, context: Context) -> Reply:
    """One user of a project."""
    owner = home(context)
    return json_reply(shown(wanted(project_of(owner, context), context), context), context)


def modify(body: wire.ProjectUserChange, context: Context) -> Reply:
    """Another role in the project."""
    owner, store = home(context), context.services.resources
    with store.lock:
        project = open_project(owner, context)
        user = wanted(project, context)
        if body.role is not None:
            user = store.change(user, role=body.role)
            changes = {"role": body.role}
            record("user.updated", user.id, owner, context, project, changes_requested=changes)
    return json_reply(shown(user, context), context)


def delete(body: None, context: Context) -> Reply:
    """Take a user out of a project, who stays in the organization."""
    owner, store = home(context), context.services.resources
    with store.lock:
        project = open_project(owner, context)
        user = wanted(project, context)
        store.delete(user)
        record("user.deleted", user.id, owner, context, project)
    answer: wire.Deleted = {"object": "organization.project.user.deleted", "id": user.id, "deleted": True}
    return json_reply(answer, context)


def wanted(project: Resource, context: Context) -> Resource:
    """The user of the path. Raises ApiError 404."""
    id = context.parameters["user_id"]
    return context.services.resources.need(project.owner, KIND, id, project.id)


def shown(member: Resource, context: Context) -> wire.ProjectUser:
    user = context.services.resources.get(member.owner, "organization.user", member.id)
    about = user.body if user else {"name": "", "email": ""}
    return {
        "object": "organization.project.user",
        "id": member.id,
        "name": about["name"],
        "email": about["email"],
        "role": member.body["role"],
        "added_at": member.created_at,
    }
