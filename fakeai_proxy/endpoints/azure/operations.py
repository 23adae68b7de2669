"""Deployments that are asked for what their model does not do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from fakeai_proxy.catalog import Catalog
from fakeai_proxy.catalog.model import Kind
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.paths import Place


class Operation(NamedTuple):
    name: str
    """As Azure calls it."""
    kinds: tuple[Kind, ...]
    """Of models that do it."""


OPERATIONS: Mapping[str, Operation] = {
    "/chat/completions": Operation("chatCompletion", ("chat",)),
    "/completions": Operation("completion", ("completion",)),
    "/embeddings": Operation("embeddings", ("embedding",)),
}


def refuse_operation(place: Place, catalog: Catalog) -> None:
    """Raise ApiError 400 where the model that the deployment is called after does something else."""
    operation = OPERATIONS.get(place.path)
    model = catalog.find(place.deployment) if place.deployment else None
    if operation is None or model is None or model.kind in operation.kinds:
        return
    raise ApiError(
        400,
        f"The {operation.name} operation does not work with the specified model, {place.deployment}. Please "
        "choose different model and try again. You can learn more about which models can be used with each "
        "operation here: https://go.microsoft.com/fwlink/?linkid=2197993.",
        code="OperationNotSupported",
    )
