"""`fakeai-proxy cassette import`: a cassette made of its text, or of what other tools recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from fakeai_proxy.core.errors import SettingsError

from .configured import with_rules
from .progress import Tick, progress

if TYPE_CHECKING:
    from fakeai_proxy.cassette.interaction import Capture
    from fakeai_proxy.cassette.redaction.rules import Rules

FILE = click.Path(path_type=Path)
SUFFIXES = {
    ".jsonl": "text",
    ".har": "har",
    ".yaml": "vcr",
    ".yml": "vcr",
    ".json": "vcr",
    ".flow": "flows",
    ".flows": "flows",
    ".mitm": "flows",
}
"""What a file is taken for by its name."""
FORMATS = tuple(dict.fromkeys(SUFFIXES.values()))


@click.command("import")
@click.argument("file", type=FILE)
@click.argument("cassette", required=False, type=FILE)
@click.option("--from", "form", type=click.Choice(FORMATS), help="What FILE is; by default its name tells.")
@click.option("--force", is_flag=True, help="Replace CASSETTE if it is there.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: what was made.")
@with_rules
def import_(
    rules: Rules, file: Path, cassette: Path | None, form: str | None, force: bool, as_json: bool
) -> None:
    """Make CASSETTE of FILE, by default beside it with the suffix .db.

    FILE is the text of a cassette, a HAR, a cassette of vcrpy, or the flows that mitmproxy saved. What other
    tools recorded is searched for secrets as it would be when recorded.
    """
    target = cassette or file.with_suffix(".db")
    form = form or _form(file)
    with progress("importing") as tick:
        _make(file, target, form, rules, force, tick)
    from fakeai_proxy.cassette.reading import reading

    with reading(target) as tape:
        count = len(tape)
    if as_json:
        click.echo(json.dumps({"cassette": str(target), "format": form, "recordings": count}))
    else:
        click.echo(f"{target}: {count} recording{'' if count == 1 else 's'}")


def _form(file: Path) -> str:
    """Raises SettingsError where the name does not tell."""
    if file.suffix not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise SettingsError(f"what {file} is does not show, its name ends in none of {known}; give --from")
    return SUFFIXES[file.suffix]


def _make(file: Path, target: Path, form: str, rules: Rules, force: bool, tick: Tick) -> None:
    if form == "text":
        from fakeai_proxy.cassette.text.build import build

        build(file, target, tick, replace=force)
        return
    from fakeai_proxy.cassette.foreign.imported import imported

    imported(_captures(file, form), target, rules, tick, source=file, replace=force)


def _captures(file: Path, form: str) -> Iterator[Capture]:
    if form == "har":
        from fakeai_proxy.cassette.foreign.har import of_har

        return of_har(file)
    if form == "vcr":
        from fakeai_proxy.cassette.foreign.vcr import of_vcr

        return of_vcr(file)
    from fakeai_proxy.proxy.flow_files import of_flows

    return of_flows(file)
