"""`fakeai-proxy cassette merge`: several cassettes into one."""

from __future__ import annotations

import json
from pathlib import Path

import rich_click as click

from .progress import progress

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("source", nargs=-1, required=True, type=FILE)
@click.option("--into", required=True, type=FILE, metavar="CASSETTE", help="What they become.")
@click.option("--force", is_flag=True, help="Replace CASSETTE if it is there.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: what was merged.")
def merge(source: tuple[Path, ...], into: Path, force: bool, as_json: bool) -> None:
    """Make one cassette of each SOURCE, the same in whatever order they are named.

    Sessions stand in the order in which they began; one that several sources hold is taken once.
    """
    from fakeai_proxy.cassette.merge import merge as merged

    with progress("merging") as tick:
        done = merged(source, into, tick, replaced=force)
    if as_json:
        click.echo(json.dumps({"cassette": str(into), **done._asdict()}))
    else:
        click.echo(f"{into}: {done.recordings} recordings of {done.sessions} sessions")
