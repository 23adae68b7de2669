"""`/organization/usage/vector_stores`: bytes that are kept, which no exchange tells of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Reply, Wait
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.organization.home import everything, home
from fakeai_proxy.endpoints.replies import PROJECT
from fakeai_proxy.endpoints.sliced import Work, sliced
from fakeai_proxy.resources import Resource, owner_of

from .asked import Asked, asked
from .buckets import page_of
from .kinds import FILTERS
from .records import SLICE

PROJECT_ID = "project_id"


def vector_stores(body: None, context: Context) -> Reply:
    """Bytes of the files in vector stores at the end of each bucket, of those that are there still."""
    query = asked(context, (PROJECT_ID,), {"project_ids": FILTERS["project_ids"]})
    return sliced(summed(query, context), context)


def summed(query: Asked, context: Context) -> Work[dict[str, Any]]:
    """The page: bytes by bucket and project."""
    owners = projects(context)
    sums: dict[tuple[int, str], int] = {}
    members = iter(context.services.resources.every("vector_store.file"))
    while slice := [*islice(members, SLICE)]:
        for member in slice:
            project = owners.get(member.owner, PROJECT)
            if project in query.filters.get(PROJECT_ID, (project,)):
                for bucket in held(member, query, context.created):
                    key = bucket, project if query.group_by else ""
                    sums[key] = sums.get(key, 0) + member.body["bytes"]
        yield Wait(0)
    results: dict[int, list[dict[str, Any]]] = {}
    for bucket, project in sorted(sums):
        told = result(sums[bucket, project], project or None)
        results.setdefault(bucket, []).append(told)
    return page_of(query, results)


def held(member: Resource, query: Asked, now: int) -> Iterator[int]:
    """The buckets at whose end, or now, it was there."""
    return (start for start in query.buckets if member.created < start + query.width and start <= now)


def projects(context: Context) -> dict[str, str]:
    """Projects by the owner, in the store, of what is theirs."""
    anybody = Request("GET", "/", scope=context.request.scope)
    found = everything(home(context), "project", context)
    return {owner_of(anybody, project.id): project.id for project in found}


def result(bytes: int, project: str | None) -> dict[str, Any]:
    return {
        "object": "organization.usage.vector_stores.result",
        "usage_bytes": bytes,
        PROJECT_ID: project,
    }
