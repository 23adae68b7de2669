"""`fakeai-proxy cassette accept`: take a near match for good."""

from __future__ import annotations

import json
from pathlib import Path

import rich_click as click


@click.command()
@click.argument("cassette", type=click.Path(path_type=Path))
@click.argument("recording")
@click.argument("key")
@click.option("--undo", is_flag=True, help="Take it back.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: whether anything was changed.")
def accept(cassette: Path, recording: str, key: str, undo: bool, as_json: bool) -> None:
    """Let RECORDING of CASSETTE answer a request that it is near to.

    A miss tells the whole command. KEY is that of the request, of which nothing else is kept.
    """
    from fakeai_proxy.cassette import accept as accepting

    changed = accepting.accept(cassette, recording, key, undo=undo)
    if as_json:
        click.echo(
            json.dumps({"cassette": str(cassette), "recording": recording, "key": key, "changed": changed})
        )
    else:
        does = "no longer answers" if undo else "answers"
        was = "" if changed else ", as before"
        click.echo(f"{cassette}: {recording} {does} requests of {key}{was}")
