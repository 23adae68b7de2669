"""`fakeai-proxy mutations schema`: the JSON Schema of recipes, for editors and for other tools."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import rich_click as click

from fakeai_proxy.cli.chaos.schema import DRAFT


@click.command()
def schema() -> None:
    """Print the JSON Schema of recipes, every mutation included."""
    click.echo(json.dumps(schema_of_recipes(), indent=2))


def schema_of_recipes() -> dict[str, Any]:
    """A seed, and mutations: each with its parameters, `match` and `probability` in one table."""
    from fakeai_proxy.mutations import MUTATIONS
    from fakeai_proxy.mutations.recipe import Recipe
    from fakeai_proxy.mutations.rule import OWN

    told = Recipe.model_json_schema(ref_template="#/$defs/{model}")
    models: dict[str, Any] = told.pop("$defs")
    own = {name: models["MutationRule"]["properties"][name] for name in OWN}
    parts = {"Match": models["Match"]} | dict(parts_of_mutations(own))
    told["properties"]["mutations"]["items"] = {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in MUTATIONS]}
    return {"$schema": DRAFT, **told, "$defs": parts}


def parts_of_mutations(own: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The definition of each mutation by its name, and what it refers to; own: what all rules have."""
    from fakeai_proxy.mutations import MUTATIONS, mutation_named

    for name in MUTATIONS:
        model = mutation_named(name).model_json_schema(ref_template=f"#/$defs/{name}:{{model}}")
        for inner, definition in model.pop("$defs", {}).items():
            yield f"{name}:{inner}", definition
        properties = {**model["properties"], **own}
        yield name, {**model, "properties": properties, "required": [*model.get("required", ()), "type"]}
