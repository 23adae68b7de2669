"""`fakeai-proxy cassette`: look after recordings. One command a file; each imports what it needs when it runs."""

from __future__ import annotations

import rich_click as click

from .lint import lint
from .redact import redact


@click.group()
def cassette() -> None:
    """Look after recordings."""


COMMANDS = (
    lint,
    redact,
)
for command in COMMANDS:
    cassette.add_command(command)
