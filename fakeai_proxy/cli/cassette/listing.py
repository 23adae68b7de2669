"""`fakeai-proxy cassette list`: what a cassette holds, a line a recording."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from fakeai_proxy.cli.shown import console

from .choosing import choosing
from .progress import progress

if TYPE_CHECKING:
    from fakeai_proxy.cassette.chosen import Chosen
    from fakeai_proxy.cassette.recording import Recording

COLUMNS = ("recording", "state", "asked", "model", "status", "kind", "ms", "bytes")


@click.command("list")
@click.argument("cassette", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON: a list.")
@choosing
def list_recordings(chosen: Chosen, cassette: Path, as_json: bool) -> None:
    """List what CASSETTE holds, in the order in which it was asked."""
    from fakeai_proxy.cassette.text.opening import opening

    found = []
    with opening(cassette) as tape, progress("reading", len(tape)) as tick:
        for one in tape.all():
            found += [summary(one)] if one in chosen else []
            tick()
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    table(found)


def summary(recording: Recording) -> dict[str, Any]:
    """A recording in short."""
    asked, reply = recording.asked, recording.answered
    return {
        "uid": recording.uid,
        "state": recording.state,
        "method": asked.method,
        "host": asked.host,
        "path": asked.path,
        "model": asked.model,
        "stream": asked.stream,
        "status": reply.status,
        "kind": reply.kind,
        "end": reply.end,
        "started_at": recording.started_at,
        "first_ms": reply.head_ns / 1e6,
        "ms": reply.end_ns / 1e6,
        "bytes": len(reply.body),
        "redacted": sum(one.times for one in recording.found),
    }


def table(found: list[dict[str, Any]]) -> None:
    """Print summaries."""
    from rich.table import Table
    from rich.text import Text

    shown = Table(*COLUMNS)
    for one in found:
        cells = (
            one["uid"],
            one["state"],
            f"{one['method']} {one['path']}",
            one["model"] or "",
            str(one["status"]),
        )
        shown.add_row(*map(Text, cells), one["kind"], f"{one['ms']:,.0f}", f"{one['bytes']:,}")
    console().print(shown)
