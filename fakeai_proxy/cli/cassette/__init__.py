"""`fakeai-proxy cassette`: look after recordings. Each command is a file."""

from __future__ import annotations

import rich_click as click

from .export import export
from .importing import import_
from .lint import lint
from .redact import redact


@click.group()
def cassette() -> None:
    """Look after recordings."""


COMMANDS = (
    export,
    import_,
    lint,
    redact,
)
for command in COMMANDS:
    cassette.add_command(command)
