"""`GET /models`, `GET /models/{model}` and `GET /models/{model}/capabilities`."""

from __future__ import annotations

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import ANTHROPIC
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.wire.models import ModelCard, ModelList

from .context import Context
from .described import described
from .fine_tuning.models import TUNED, tuned_models
from .fine_tuning.models import find as find_tuned
from .replies import json_reply


def list_models(body: None, context: Context) -> Reply:
    """Every model of the catalog, those that clients made up included; Anthropic's host has its own."""
    if context.request.provider == ANTHROPIC:
        from .messages.models import list_models as listing

        return listing(context)
    cards = {model.id: card(model) for model in context.services.catalog.all()}
    tuned, gone = tuned_models(context)
    cards |= {one["id"]: one for one in tuned}
    answer: ModelList = {"object": "list", "data": [one for id, one in cards.items() if id not in gone]}
    return json_reply(answer, context)


def retrieve_model(body: None, context: Context) -> Reply:
    """One model; looking at an unknown one does not create it."""
    name = context.parameters["model"]
    if context.request.provider == ANTHROPIC:
        from .messages.models import retrieve

        return retrieve(name, context)
    if name.startswith(TUNED) and (tuned := find_tuned(name, context)):
        return json_reply(tuned, context)
    model = context.services.catalog.find(name)
    if model is None:
        raise absent(f"The model '{name}' does not exist")
    return json_reply(card(model), context)


def capabilities(body: None, context: Context) -> Reply:
    """All that is known of one model. No provider has this endpoint: a miss may name what is near."""
    name = context.parameters["model"]
    catalog = context.services.catalog
    if model := catalog.find(name):
        return json_reply(described(model, context.services.cluster.price), context)
    near = catalog.suggest(name)
    raise absent(f"The model '{name}' does not exist" + f". Did you mean {', '.join(near)}?" * bool(near))


def absent(message: str) -> ApiError:
    return ApiError(404, message, param="model", code="model_not_found")


def card(model: Model) -> ModelCard:
    return {"id": model.id, "object": "model", "created": model.created, "owned_by": model.owner}
