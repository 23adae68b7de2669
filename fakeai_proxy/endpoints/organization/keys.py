"""`/organization/projects/{project_id}/api_keys`."""

from __future__ import annotations

from functools import partial
from typing import Any

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import list_reply, page_query
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.resources import KINDS, Resource
from fakeai_proxy.resources.owner import ORGANIZATION
from fakeai_proxy.wire import organization as wire

from .audit import record
from .home import everything, home, open_project, project_of

KIND = "api_key"


def keys_of(project: Resource, context: Context) -> list[Resource]:
    """All keys of `project`."""
    return everything(ORGANIZATION, KIND, context, lambda key: is_of(key, project))


def is_of(key: Resource, project: Resource) -> bool:
    return bool(key.body.get("project") == project.id and "admin" not in key.body)


def list_keys(body: None, context: Context) -> Reply:
    """All keys of a project."""
    project = project_of(home(context), context)
    page = context.services.resources.page(
        ORGANIZATION, KIND, page_query(context, order="asc"), keep=lambda key: is_of(key, project)
    )
    return list_reply(page, partial(shown, project=project, context=context), context)


def retrieve(body: None, context: Context) -> Reply:
    """One key of a project."""
    project = project_of(home(context), context)
    return json_reply(shown(wanted(project, context), project, context), context)


def delete(body: None, context: Context) -> Reply:
    """Make a key invalid."""
    owner = home(context)
    project = open_project(owner, context)
    key = wanted(project, context)
    context.services.resources.delete(key)
    record("api_key.deleted", key.id, owner, context, project)
    answer: wire.Deleted = {"object": "organization.project.api_key.deleted", "id": key.id, "deleted": True}
    return json_reply(answer, context)


def wanted(project: Resource, context: Context) -> Resource:
    """The key of the path. Raises ApiError 404."""
    key = context.services.resources.need(ORGANIZATION, KIND, context.parameters["key_id"])
    if not is_of(key, project):
        raise KINDS[KIND].missing(key.id)
    return key


def shown(key: Resource, project: Resource, context: Context) -> dict[str, Any]:
    id = key.body["user"]
    account = context.services.resources.need(project.owner, "project.service_account", id, project.id)
    about = {
        "id": account.id,
        "name": account.body["name"],
        "role": account.body["role"],
        "created_at": account.created_at,
    }
    expiry = {} if key.expires is None else {"expires_at": int(key.expires)}
    return {
        "object": "organization.project.api_key",
        "id": key.id,
        "name": key.body["name"],
        "redacted_value": key.body["redacted"],
        "created_at": key.created_at,
        "last_used_at": None,
        "owner": {"type": "service_account", "service_account": about},
        "owner_project_access": "active",
        **expiry,
    }
