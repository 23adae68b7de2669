"""Which projects may use a checkpoint: `/fine_tuning/checkpoints/{checkpoint}/permissions`."""

from __future__ import annotations

from fakeai_proxy.catalog.fine_tune import fine_tune
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import list_reply, listed
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.resources import PageQuery, Resource, numbered
from fakeai_proxy.resources.owner import organization_of
from fakeai_proxy.wire import files as files_wire
from fakeai_proxy.wire import fine_tuning as wire

ORDERS = ("ascending", "descending")


def create(body: wire.PermissionsRequest, context: Context) -> Reply:
    """Let projects use a checkpoint."""
    checkpoint, store = checkpoint_of(context), context.services.resources
    made = [
        store.create(
            organization_of(context.request),
            "checkpoint.permission",
            numbered(context.identity.suffix, at),
            {"project_id": project},
            checkpoint,
        )
        for at, project in enumerate(dict.fromkeys(body.project_ids))
    ]
    return json_reply(listed([shown(one) for one in made], has_more=False), context)


def list_permissions(body: None, context: Context) -> Reply:
    """The projects that may use a checkpoint, or one of them (`project_id`)."""
    query, project = context.query, context.query.text("project_id")
    rising = query.choice("order", ORDERS, "descending") == "ascending"
    asked = PageQuery(query.integer("limit", 10, 0, 100), "asc" if rising else "desc", query.text("after"))
    page = context.services.resources.page(
        organization_of(context.request),
        "checkpoint.permission",
        asked,
        checkpoint_of(context),
        keep=lambda one: project in ("", one.body["project_id"]),
    )
    return list_reply(page, shown, context)


def delete(body: None, context: Context) -> Reply:
    """Let a project use a checkpoint no more."""
    store, id = context.services.resources, context.parameters["permission_id"]
    owner = organization_of(context.request)
    found = store.need(owner, "checkpoint.permission", id, checkpoint_of(context))
    store.delete(found)
    answer: files_wire.Deleted = {"id": found.id, "object": "checkpoint.permission", "deleted": True}
    return json_reply(answer, context)


def checkpoint_of(context: Context) -> str:
    """The name in the path. Raises ApiError 404 for what is none of a fine-tuned model."""
    name = context.parameters["checkpoint"]
    if not fine_tune(name):
        message = f"The fine-tuned model checkpoint '{name[:200]}' does not exist."
        raise ApiError(404, message, param="fine_tuned_model_checkpoint", code="model_not_found")
    return name


def shown(permission: Resource) -> wire.Permission:
    """As the API has it."""
    return {
        "id": permission.id,
        "object": "checkpoint.permission",
        "created_at": permission.created_at,
        "project_id": permission.body["project_id"],
    }
