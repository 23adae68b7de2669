"""`fakeai-proxy cassette vacuum`: give back room that is not used."""

from __future__ import annotations

import json
from pathlib import Path

import rich_click as click


@click.command()
@click.argument("cassette", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON: bytes before and after.")
def vacuum(cassette: Path, as_json: bool) -> None:
    """Make CASSETTE as small as what it holds, and of the present format."""
    from fakeai_proxy.cassette.upkeep import vacuum as shrink

    before, after = shrink(cassette)
    if as_json:
        click.echo(json.dumps({"file": str(cassette), "before": before, "after": after}))
    else:
        click.echo(f"{cassette}: {before:,} bytes before, {after:,} after")
