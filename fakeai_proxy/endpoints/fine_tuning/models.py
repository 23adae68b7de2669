"""Models that came out of fine-tuning jobs, each only for who made it."""

from __future__ import annotations

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.replies import ORGANIZATION, json_reply
from fakeai_proxy.resources import PageQuery, Resource
from fakeai_proxy.wire import files as files_wire
from fakeai_proxy.wire.models import ModelCard

from .outcome import all_settled

TUNED = "ft:"
"""How the names of such models begin."""


def tuned_models(context: Context) -> tuple[list[ModelCard], set[str]]:
    """Those that there are, and the names of those that were deleted."""
    all_settled(context)
    store = context.services.resources
    page = store.page(context.owner, "model", PageQuery(store.settings.max_objects, "asc"))
    there = [card(model) for model in page.items if not model.body["deleted"]]
    return there, {model.id for model in page.items if model.body["deleted"]}


def find(name: str, context: Context) -> ModelCard | None:
    """The one called `name`. Raises ApiError 404 where it was deleted."""
    all_settled(context)
    found = there(name, context)
    return card(found) if found else None


def there(name: str, context: Context) -> Resource | None:
    """What is kept of the model called `name`. Raises ApiError 404 where it was deleted."""
    found = context.services.resources.get(context.owner, "model", name)
    if found is not None and found.body["deleted"]:
        raise absent(name)
    return found


def delete(body: None, context: Context) -> Reply:
    """Forget a fine-tuned model; models of others cannot be deleted."""
    name = context.parameters["model"]
    if find(name, context) is None:
        if context.services.catalog.find(name) is None:
            raise absent(name)
        message = (
            f"You do not have permission to delete the model '{name}': only fine-tuned models can be deleted."
        )
        raise ApiError(403, message, param="model")
    store = context.services.resources
    store.change(store.need(context.owner, "model", name), deleted=True)
    answer: files_wire.Deleted = {"id": name, "object": "model", "deleted": True}
    return json_reply(answer, context)


def absent(name: str) -> ApiError:
    message = f"The model '{name[:200]}' does not exist or you do not have access to it."
    return ApiError(404, message, param="model", code="model_not_found")


def card(model: Resource) -> ModelCard:
    created: int = model.body["created"]
    return {"id": model.id, "object": "model", "created": created, "owned_by": ORGANIZATION}
