"""`fakeai-proxy chaos`: faults on purpose, and what the client makes of them."""

from __future__ import annotations

import rich_click as click

from .catalogue import explain, list_faults
from .control import add, change, remove, status, stop
from .files import presets, validate
from .report import report
from .run import observe, run
from .schema import schema


@click.group()
def chaos() -> None:
    """Disturb LLM traffic on purpose, within limits, and judge what the client makes of it."""


BEFORE = (list_faults, explain, presets, validate, schema)
MEANWHILE = (run, observe, status, add, change, remove, stop, report)
for command in (*BEFORE, *MEANWHILE):
    chaos.add_command(command)
