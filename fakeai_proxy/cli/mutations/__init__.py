"""`fakeai-proxy mutations`: what can be changed about answers. `cassette mutate` and settings do it."""

from __future__ import annotations

import rich_click as click

from .catalogue import explain, list_mutations
from .schema import schema


@click.group()
def mutations() -> None:
    """Tell which changes can be made to answers, recorded, live or synthesized."""


for command in (list_mutations, explain, schema):
    mutations.add_command(command)
