"""`/organization/projects/{project_id}/service_accounts`: users who are programs, each with keys."""

from __future__ import annotations

from typing import Any

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import list_reply, page_query
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.resources import Resource
from fakeai_proxy.resources.api_keys import SERVICE
from fakeai_proxy.wire import organization as wire

from .audit import record
from .holders import issue
from .home import home, open_project, project_of
from .keys import keys_of

KIND = "project.service_account"
SECRET = "Secret Key"
"""The name of a key that was given none."""


def list_accounts(body: None, context: Context) -> Reply:
    """All service accounts of a project."""
    owner = home(context)
    project = project_of(owner, context)
    page = context.services.resources.page(owner, KIND, page_query(context, order="asc"), project.id)
    return list_reply(page, shown, context)


def create(body: wire.ServiceAccountRequest, context: Context) -> Reply:
    """A service account with a key, whose value is told this once; it is valid from now on."""
    owner, store = home(context), context.services.resources
    with store.lock:
        project = open_project(owner, context)
        facts = {"name": body.name, "role": "member"}
        account = store.create(owner, KIND, context.identity.suffix, facts, project.id)
        record("service_account.created", account.id, owner, context, project, data={"role": "member"})
        key = None
        if not body.create_service_account_only:
            key = new_key(account, project, SECRET, body.expires_in_seconds, context)
    return json_reply({**shown(account), "api_key": key}, context)


def create_key(body: wire.ServiceKeyRequest, context: Context) -> Reply:
    """One more key of a service account."""
    owner, store = home(context), context.services.resources
    with store.lock:
        project = open_project(owner, context)
        account = wanted(project, context)
        key = new_key(account, project, body.name or SECRET, body.expires_in_seconds, context)
    return json_reply(key, context)


def new_key(
    account: Resource, project: Resource, name: str, seconds: int | None, context: Context
) -> dict[str, Any]:
    """The key with its value; after `seconds` it is no longer valid."""
    own = f"{account.id}/{context.identity.suffix}"
    facts = {"name": name, "user": account.id, "project": project.id, "type": "service_account"}
    key, value = issue(SERVICE, own, facts, context, seconds)
    record("api_key.created", key.id, project.owner, context, project, data={"scopes": []})
    expiry = {} if key.expires is None else {"expires_at": int(key.expires)}
    return {
        "object": "organization.project.service_account.api_key",
        "id": key.id,
        "name": name,
        "value": value,
        "created_at": key.created_at,
        **expiry,
    }


def retrieve(body: None, context: Context) -> Reply:
    """One service account."""
    return json_reply(shown(wanted(project_of(home(context), context), context)), context)


def modify(body: wire.ServiceAccountChange, context: Context) -> Reply:
    """Another name or role."""
    owner, store = home(context), context.services.resources
    with store.lock:
        project = open_project(owner, context)
        changes = body.model_dump(exclude_none=True)
        account = store.change(wanted(project, context), **changes)
        if body.role is not None:
            told = {"role": body.role}
            record("service_account.updated", account.id, owner, context, project, changes_requested=told)
    return json_reply(shown(account), context)


def delete(body: None, context: Context) -> Reply:
    """Take a service account away, with its keys."""
    owner, store = home(context), context.services.resources
    with store.lock:
        project = open_project(owner, context)
        account = wanted(project, context)
        for key in keys_of(project, context):
            if key.body["user"] == account.id:
                store.delete(key)
        store.delete(account)
        record("service_account.deleted", account.id, owner, context, project)
    answer: wire.Deleted = {
        "object": "organization.project.service_account.deleted",
        "id": account.id,
        "deleted": True,
    }
    return json_reply(answer, context)


def wanted(project: Resource, context: Context) -> Resource:
    """The service account of the path. Raises ApiError 404."""
    id = context.parameters["service_account_id"]
    return context.services.resources.need(project.owner, KIND, id, project.id)


def shown(account: Resource) -> wire.ServiceAccount:
    return {
        "object": "organization.project.service_account",
        "id": account.id,
        "name": account.body["name"],
        "role": account.body["role"],
        "created_at": account.created_at,
    }
