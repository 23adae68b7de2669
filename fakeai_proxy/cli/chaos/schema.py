"""`fakeai-proxy chaos schema`: the JSON Schema of experiments, for editors and for other tools."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import rich_click as click

DRAFT = "https://json-schema.org/draft/2020-12/schema"
ALWAYS_LISTS = ("rules", "steady_state", "abort_if", "sequence")
"""Fields where one thing alone is not as good as a list of it."""
PERCENT = {"type": "string", "pattern": r"^\s*[0-9.]+\s*%?\s*$"}


@click.command()
def schema() -> None:
    """Print the JSON Schema of experiments, every fault included."""
    click.echo(json.dumps(schema_of_experiments(), indent=2))


def schema_of_experiments() -> dict[str, Any]:
    """As files may say it: one thing in place of a list of one, `5 %`, a fault by its name alone."""
    from fakeai_proxy.chaos.experiment import Experiment
    from fakeai_proxy.faults import FAULTS

    told = Experiment.model_json_schema(ref_template="#/$defs/{model}")
    models: dict[str, Any] = told.pop("$defs")
    for model in (told, *models.values()):
        model["properties"] = {field: as_written(each, field) for field, each in model["properties"].items()}
    models |= dict(parts_of_faults(FAULTS))
    by_table = [{"$ref": f"#/$defs/{name}"} for name in FAULTS]
    models["Fault"] = {"anyOf": [{"type": "string", "enum": list(FAULTS)}, *by_table]}
    models["Rule"]["properties"]["sequence"]["items"] = {
        "anyOf": [{"const": "pass"}, *models["Rule"]["properties"]["fault"]["anyOf"]]
    }
    return {"$schema": DRAFT, **told, "$defs": models}


def as_written(value: Any, field: str) -> Any:
    """The schema of `field` as a file may have it."""
    if isinstance(value, list):
        return [as_written(each, field) for each in value]
    if not isinstance(value, Mapping):
        return value
    value = {renamed(key, value): as_written(each, field) for key, each in value.items()}
    if value.get("type") == "array" and field not in ALWAYS_LISTS:
        return either(value, value["items"])
    if value.get("type") == "number" and value.get("maximum") == 100:
        return either(value, PERCENT)
    return value


def renamed(key: str, within: Mapping[str, Any]) -> str:
    """pydantic names some bounds by their Python names where a validator stands before them."""
    if key == "minLength" and within.get("type") == "array":
        return "minItems"
    return {"ge": "minimum", "le": "maximum"}.get(key, key)


def either(value: dict[str, Any], other: Any) -> dict[str, Any]:
    """`value` or `other`, with what is said of both in front."""
    told: dict[str, Any] = {
        key: value.pop(key) for key in ("description", "default", "title") if key in value
    }
    return {**told, "anyOf": [other, value]}


def parts_of_faults(names: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """The definition of each fault by its name, and what it refers to."""
    from fakeai_proxy.faults import fault_named

    for name in names:
        model = fault_named(name).model_json_schema(ref_template=f"#/$defs/{name}:{{model}}")
        for inner, definition in model.pop("$defs", {}).items():
            yield f"{name}:{inner}", definition
        yield name, {**model, "required": [*model.get("required", ()), "type"]}
