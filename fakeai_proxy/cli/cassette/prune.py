"""`fakeai-proxy cassette prune`: take out what is not replayed."""

from __future__ import annotations

import json
from pathlib import Path

import rich_click as click

from .verifying import now


@click.command()
@click.argument("cassette", type=click.Path(path_type=Path))
@click.option("--max-age", type=click.FloatRange(min=0), metavar="DAYS", help="Take out what is older, too.")
@click.option("--dry-run", is_flag=True, help="Only say what would be taken out.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: the names of what was taken out.")
def prune(cassette: Path, max_age: float | None, dry_run: bool, as_json: bool) -> None:
    """Take recordings out of CASSETTE that are replaced, or did not end well."""
    from fakeai_proxy.cassette import upkeep
    from fakeai_proxy.cassette.verify import oldest

    moment = None if max_age is None else oldest(now(), max_age)
    taken = (upkeep.dispensable if dry_run else upkeep.prune)(cassette, moment)
    if as_json:
        click.echo(json.dumps(taken))
    else:
        done = "would be taken out" if dry_run else "taken out"
        click.echo(f"{cassette}: {len(taken)} recording{'' if len(taken) == 1 else 's'} {done}")
