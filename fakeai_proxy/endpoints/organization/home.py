"""An organization as it is before anybody changes it: one owner, one project."""

from __future__ import annotations

from collections.abc import Callable

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.replies import PROJECT
from fakeai_proxy.resources import PageQuery, Resource
from fakeai_proxy.resources.owner import organization_of

FOUNDER = "user-fakeai"
OWNER = {"name": "Owner", "email": "owner@fakeai.local", "role": "owner"}
DEFAULT = {"name": "Default project"}


def home(context: Context) -> str:
    """The owner, in the store, of all that the organization has; its founder and first project are there."""
    store, owner = context.services.resources, organization_of(context.request)
    with store.lock:
        if store.get(owner, "project", PROJECT) is None:
            store.put(owner, "organization.user", FOUNDER, OWNER)
            store.put(owner, "project", PROJECT, DEFAULT)
            store.put(owner, "project.user", FOUNDER, {"role": "owner"}, PROJECT)
    if store.settings.invite_seconds is not None:
        from .invites import welcome

        welcome(owner, context)
    return owner


def everything(
    owner: str, kind: str, context: Context, keep: Callable[[Resource], bool] | None = None
) -> list[Resource]:
    """All of `kind` that the organization has, the oldest first, as far as they are to `keep`."""
    store = context.services.resources
    return store.page(owner, kind, PageQuery(store.settings.max_objects, "asc"), keep=keep).items


def project_of(owner: str, context: Context) -> Resource:
    """The project of the path. Raises ApiError 404."""
    return context.services.resources.need(owner, "project", context.parameters["project_id"])


def open_project(owner: str, context: Context) -> Resource:
    """The same. Raises ApiError 400 for one that is archived: nothing about it changes any more."""
    project = project_of(owner, context)
    if project.body.get("archived_at") is None:
        return project
    raise ApiError(400, f"Project '{project.id}' is archived and cannot be changed.", code="project_archived")
