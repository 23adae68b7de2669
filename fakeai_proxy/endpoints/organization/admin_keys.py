"""`/organization/admin_api_keys`: keys of the owner; a value is told once."""

from __future__ import annotations

from functools import partial
from typing import Any

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import list_reply, page_query
from fakeai_proxy.endpoints.replies import PROJECT, json_reply
from fakeai_proxy.resources import KINDS, Resource
from fakeai_proxy.resources.owner import ORGANIZATION
from fakeai_proxy.wire import organization as wire

from .audit import record
from .holders import issue
from .home import FOUNDER, home
from .keys import KIND


def list_keys(body: None, context: Context) -> Reply:
    """All admin keys."""
    owner = home(context)
    page = context.services.resources.page(
        ORGANIZATION, KIND, page_query(context, order="asc"), keep=lambda key: is_admin(key, owner)
    )
    return list_reply(page, partial(shown, context=context), context)


def create(body: wire.AdminKeyRequest, context: Context) -> Reply:
    """An admin key; its value is told this once."""
    owner = home(context)
    facts = {"name": body.name, "user": FOUNDER, "project": PROJECT, "type": "user", "admin": owner}
    key, value = issue("sk-admin-", context.identity.suffix, facts, context, body.expires_in_seconds)
    record("api_key.created", key.id, owner, context, data={"scopes": []})
    return json_reply({**shown(key, context), "value": value}, context)


def retrieve(body: None, context: Context) -> Reply:
    """One admin key."""
    return json_reply(shown(wanted(home(context), context), context), context)


def delete(body: None, context: Context) -> Reply:
    """Make an admin key invalid."""
    owner = home(context)
    key = wanted(owner, context)
    context.services.resources.delete(key)
    record("api_key.deleted", key.id, owner, context)
    answer: wire.Deleted = {"object": "organization.admin_api_key.deleted", "id": key.id, "deleted": True}
    return json_reply(answer, context)


def is_admin(key: Resource, owner: str) -> bool:
    return bool(key.body.get("admin") == owner)


def wanted(owner: str, context: Context) -> Resource:
    """The admin key of the path. Raises ApiError 404."""
    key = context.services.resources.need(ORGANIZATION, KIND, context.parameters["key_id"])
    if not is_admin(key, owner):
        raise KINDS[KIND].missing(key.id)
    return key


def shown(key: Resource, context: Context) -> dict[str, Any]:
    about = {"type": "user", "object": "organization.user", "id": key.body["user"]}
    if user := context.services.resources.get(key.body["admin"], "organization.user", key.body["user"]):
        about |= {"name": user.body["name"], "role": user.body["role"], "created_at": user.created_at}
    return {
        "object": "organization.admin_api_key",
        "id": key.id,
        "name": key.body["name"],
        "redacted_value": key.body["redacted"],
        "created_at": key.created_at,
        "expires_at": None if key.expires is None else int(key.expires),
        "last_used_at": None,
        "owner": about,
    }
