"""`/openapi.json`: the table of routes as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from fakeai_proxy import __version__
from fakeai_proxy.core.steps import Reply, Wait
from fakeai_proxy.endpoints import ROUTES, Route

from .asked import Asked, json_page

SCHEMAS = "#/components/schemas/"
BASE = "/v1"
"""Before every path, though all are known without it too."""


def openapi(asked: Asked) -> Reply:
    """Everything that is simulated, with what each operation reads. Made in slices: it loads them all."""
    schemas: dict[str, Any] = {}
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        yield Wait(0)
        path = route.path.replace(":path}", "}")
        paths.setdefault(path, {})[route.method.lower()] = operation(route, schemas)
    yield from json_page(
        {
            "openapi": "3.1.0",
            "info": {"title": "fakeai_proxy", "version": __version__},
            "servers": [{"url": BASE}],
            "paths": paths,
            "components": {
                "schemas": schemas,
                "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            },
        }
    )


def operation(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    """One of them; what its body is made of is added to `schemas`."""
    told: dict[str, Any] = {
        "operationId": route.where,
        "tags": [route.path.split("/")[1]],
        "summary": summary(route),
        "parameters": [*parameters(route)],
        "responses": {"default": {"description": "As the API answers, errors too."}},
        "security": [] if route.keyless else [{"key": []}],
    }
    if route.reads and (model := route.model):
        kind = "multipart/form-data" if model.form else "application/json"
        told["requestBody"] = {"content": {kind: {"schema": schema(route.reads, model, schemas)}}}
    return told


def summary(route: Route) -> str:
    """The first sentence about its handler."""
    return (route.handler.__doc__ or "").strip().partition(".")[0].replace("\n", " ")


def parameters(route: Route) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"{(\w+)", route.path):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def schema(reads: str, model: Any, schemas: dict[str, Any]) -> dict[str, str]:
    """A reference to what `model` reads; names are those of its module, as several have a `Message`."""
    module = reads.rpartition(".")[0]
    made = model.model_json_schema(ref_template=f"{SCHEMAS}{module}.{{model}}")
    schemas.update({f"{module}.{name}": inner for name, inner in made.pop("$defs", {}).items()})
    schemas[reads] = made
    return {"$ref": f"{SCHEMAS}{reads}"}
