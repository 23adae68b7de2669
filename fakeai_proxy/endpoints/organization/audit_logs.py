"""`/organization/audit_logs`: every change of the organization, the latest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import ge, gt, le, lt
from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import list_reply, page_query
from fakeai_proxy.resources import Resource

from .home import home

COMPARED: Mapping[str, Callable[[int, int], bool]] = {"gt": gt, "gte": ge, "lt": lt, "lte": le}


def list_logs(body: None, context: Context) -> Reply:
    """The audit log, or those of its entries that filters let through."""
    keep = wanted(context)
    page = context.services.resources.page(home(context), "audit_log", page_query(context), keep=keep)
    return list_reply(page, shown, context)


def wanted(context: Context) -> Callable[[Resource], bool]:
    """Whether an entry is asked for. Raises ApiError 400 for a time that is none."""
    query = context.query
    asked: list[tuple[set[str], Callable[[Resource], str | None]]] = [
        (set(query.texts("event_types")), lambda entry: entry.body["type"]),
        (set(query.texts("project_ids")), lambda entry: entry.body.get("project", {}).get("id")),
        (set(query.texts("resource_ids")), lambda entry: entry.body[entry.body["type"]]["id"]),
        (set(query.texts("actor_ids")), lambda entry: actor(entry)["id"]),
        (set(query.texts("actor_emails")), lambda entry: actor(entry).get("email")),
    ]
    times = [(COMPARED[name], time) for name, time in effective(query.mapping("effective_at")).items()]

    def keep(entry: Resource) -> bool:
        fits = all(compare(entry.created_at, time) for compare, time in times)
        return fits and all(told(entry) in values for values, told in asked if values)

    return keep


def effective(given: Mapping[str, str]) -> dict[str, int]:
    """Unix seconds by the name of a comparison. Raises ApiError 400."""
    found = {}
    for name, text in given.items():
        param = f"effective_at[{name}]"
        if name not in COMPARED:
            message = f"Unknown parameter: '{param}'."
            raise ApiError(400, message, param=param, code="unknown_parameter")
        if not text.isdecimal() or len(text) > 18:
            message = f"Invalid type for '{param}': expected an integer, but got a string instead."
            raise ApiError(400, message, param=param, code="invalid_type")
        found[name] = int(text)
    return found


def actor(entry: Resource) -> Mapping[str, Any]:
    """The user, or the service account, whose key was used."""
    key = entry.body["actor"]["api_key"]
    found: Mapping[str, Any] = key[key["type"]]
    return found


def shown(entry: Resource) -> dict[str, Any]:
    return {"id": entry.id, "effective_at": entry.created_at, **entry.body}
