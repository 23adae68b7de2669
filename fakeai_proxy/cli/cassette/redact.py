"""`fakeai-proxy cassette redact`: take out of cassettes what should not have been written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from .configured import with_rules
from .progress import progress

if TYPE_CHECKING:
    from fakeai_proxy.cassette.redaction.rules import Rules
    from fakeai_proxy.cassette.rewrite import Rewritten


@click.command()
@click.argument("file", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON: a list of what was done.")
@with_rules
def redact(rules: Rules, file: tuple[Path, ...], as_json: bool) -> None:
    """Rewrite each cassette FILE without the secrets that the present rules find in it.

    Each is replaced as a whole, or left as it was. What was recorded is still found by the same requests.
    """
    from fakeai_proxy.cassette.rewrite import rewrite

    with progress("redacting") as tick:
        done = [(path, rewrite(path, rules, tick)) for path in file]
    if as_json:
        click.echo(json.dumps([{"file": str(path), **one._asdict()} for path, one in done], indent=2))
        return
    for path, one in done:
        click.echo(f"{path}: {said(one)}")


def said(done: Rewritten) -> str:
    """One line."""
    kinds = ", ".join(f"{number} {kind}" for kind, number in done.secrets.items())
    changed = f"{done.changed} of {done.interactions} interactions rewritten"
    return f"{changed} ({kinds})" if kinds else changed
