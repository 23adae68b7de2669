"""`/organization/projects`."""

from __future__ import annotations

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import list_reply, page_query
from fakeai_proxy.endpoints.replies import PROJECT, json_reply
from fakeai_proxy.resources import Resource
from fakeai_proxy.wire import organization as wire

from .audit import record
from .home import home, open_project, project_of
from .keys import keys_of


def list_projects(body: None, context: Context) -> Reply:
    """All projects; archived ones only with `include_archived`."""
    archived = context.query.flag("include_archived")
    page = context.services.resources.page(
        home(context),
        "project",
        page_query(context, order="asc"),
        keep=lambda project: archived or project.body.get("archived_at") is None,
    )
    return list_reply(page, shown, context)


def create(body: wire.ProjectRequest, context: Context) -> Reply:
    """A project without anybody in it."""
    owner = home(context)
    project = context.services.resources.create(
        owner, "project", context.identity.suffix, {"name": body.name}
    )
    record("project.created", project.id, owner, context, project, data={"name": body.name})
    return json_reply(shown(project), context)


def retrieve(body: None, context: Context) -> Reply:
    """One project, archived or not."""
    return json_reply(shown(project_of(home(context), context)), context)


def modify(body: wire.ProjectChange, context: Context) -> Reply:
    """Another name."""
    owner, store = home(context), context.services.resources
    with store.lock:
        project = open_project(owner, context)
        if body.name is not None:
            project = store.change(project, name=body.name)
            changes = {"title": body.name}
            record("project.updated", project.id, owner, context, project, changes_requested=changes)
    return json_reply(shown(project), context)


def archive(body: None, context: Context) -> Reply:
    """End a project for good: nothing about it changes any more, and its keys are no longer valid."""
    owner, store = home(context), context.services.resources
    with store.lock:
        project = open_project(owner, context)
        if project.id == PROJECT:
            raise ApiError(400, "The default project cannot be archived.")
        for key in keys_of(project, context):
            store.delete(key)
        project = store.change(project, archived_at=context.created)
        record("project.archived", project.id, owner, context, project)
    return json_reply(shown(project), context)


def shown(project: Resource) -> wire.Project:
    archived = project.body.get("archived_at")
    return {
        "object": "organization.project",
        "id": project.id,
        "name": project.body["name"],
        "created_at": project.created_at,
        "archived_at": archived,
        "status": "active" if archived is None else "archived",
    }
