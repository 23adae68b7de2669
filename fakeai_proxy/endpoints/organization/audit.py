"""Entries of the audit log: who changed what."""

from __future__ import annotations

from typing import Any

from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.resources import Resource

from .holders import holder_of


def record(
    event: str, id: str, owner: str, context: Context, project: Resource | None = None, **facts: Any
) -> None:
    """`event` (`project.created`) happened to what is called `id`; `facts` are told with it."""
    store = context.services.resources
    about = {"project": {"id": project.id, "name": project.body["name"]}} if project else {}
    body = {"type": event, "actor": actor(owner, context), **about, event: {"id": id, **facts}}
    store.create(owner, "audit_log", context.identity.suffix, body)


def actor(owner: str, context: Context) -> dict[str, Any]:
    """Whoever asks, by the key."""
    holder = holder_of(context)
    key: dict[str, Any] = {"id": holder.key, "type": holder.type}
    if holder.type == "service_account":
        key["service_account"] = {"id": holder.user}
    else:
        user = context.services.resources.get(owner, "organization.user", holder.user)
        key["user"] = {"id": holder.user, "email": user.body["email"] if user else ""}
    return {"type": "api_key", "api_key": key}
