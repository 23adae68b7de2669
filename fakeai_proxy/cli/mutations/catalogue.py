"""`fakeai-proxy mutations list` and `explain`: which mutations there are."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

import rich_click as click

from fakeai_proxy.cli.chaos.catalogue import listing, show
from fakeai_proxy.cli.shown import console

if TYPE_CHECKING:
    from fakeai_proxy.cli.chaos.described import Described


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with all there is to know.")
def list_mutations(as_json: bool) -> None:
    """List every mutation with its parameters."""
    from fakeai_proxy.mutations import MUTATIONS

    found = [described(name) for name in MUTATIONS]
    if as_json:
        click.echo(json.dumps([one.told() for one in found], indent=2))
    else:
        console().print(listing(found, "mutation"))


@click.command()
@click.argument("mutation")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def explain(mutation: str, as_json: bool) -> None:
    """Say all that is known of one MUTATION, and how to ask for it."""
    found = described(mutation)
    if as_json:
        click.echo(json.dumps(found.told(), indent=2))
    else:
        show(found, example(found))


def described(name: str) -> Described:
    """Mutation `name`. Raises SettingsError with the nearest name where there is none."""
    from fakeai_proxy.cli.chaos.described import described_by
    from fakeai_proxy.mutations import mutation_named

    return replace(described_by(name, mutation_named(name)), timed=False)


def example(mutation: Described) -> list[str]:
    """In settings or a recipe, and on the command line."""
    from fakeai_proxy.mutations import mutation_named
    from fakeai_proxy.settings.template import toml

    written = {"type": mutation.type, **mutation_named(mutation.type).example}
    quoted = shlex.quote(json.dumps(written))
    return [
        "In fakeai.toml, or in a recipe:",
        "  [[mutations]]",
        *(f"  {name} = {toml(value)}" for name, value in written.items()),
        "On recordings:",
        f"  fakeai-proxy cassette mutate CASSETTE --into DERIVED --mutation {quoted}",
    ]
