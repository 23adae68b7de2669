"""`fakeai-proxy chaos`: faults on purpose, and what the client makes of them."""

from __future__ import annotations

import rich_click as click

from .catalogue import explain, list_faults
from .files import presets, validate
from .schema import schema


@click.group()
def chaos() -> None:
    """Disturb LLM traffic on purpose, within limits, and judge what the client makes of it."""


for command in (list_faults, explain, presets, validate, schema):
    chaos.add_command(command)
