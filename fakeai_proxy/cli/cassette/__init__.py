"""`fakeai-proxy cassette`: look after recordings. Each command is a file."""

from __future__ import annotations

import rich_click as click

from .accepting import accept
from .diff import diff
from .drift import drift
from .export import export
from .fuzz import fuzz
from .importing import import_
from .lint import lint
from .listing import list_recordings
from .merging import merge
from .mutate import mutate
from .prune import prune
from .redact import redact
from .searching import search
from .show import show
from .stats import stats
from .textconv import textconv
from .vacuum import vacuum
from .verifying import verify


@click.group()
def cassette() -> None:
    """Look after recordings."""


COMMANDS = (
    list_recordings,
    show,
    search,
    stats,
    verify,
    accept,
    diff,
    drift,
    export,
    import_,
    textconv,
    merge,
    mutate,
    fuzz,
    prune,
    vacuum,
    lint,
    redact,
)
for command in COMMANDS:
    cassette.add_command(command)
