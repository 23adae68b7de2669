"""`fakeai-proxy cassette verify`: is it whole, and is what it holds still good?"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import rich_click as click

from fakeai_proxy.core.clock import SystemClock

from .progress import progress

FOUND = 1


@click.command()
@click.argument("cassette", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--max-age", type=click.FloatRange(min=0), metavar="DAYS", help="What is older is expired.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: a list of problems.")
def verify(cassette: tuple[Path, ...], max_age: float | None, as_json: bool) -> int:
    """Check each CASSETTE, every page and body of it; exit 1 when something is wrong.

    Wrong are damage, keys that do not fit what was asked, replies that did not end well, and what is expired.
    """
    from fakeai_proxy.cassette.reading import reading
    from fakeai_proxy.cassette.verify import oldest
    from fakeai_proxy.cassette.verify import verify as problems_of

    moment = None if max_age is None else oldest(now(), max_age)
    found = []
    for path in cassette:
        with reading(path) as tape, progress("verifying", len(tape)) as tick:
            found += [(path, problem) for problem in problems_of(tape, moment, tick)]
    if as_json:
        click.echo(json.dumps([{"file": str(path), **one._asdict()} for path, one in found], indent=2))
    else:
        for path, one in found:
            click.echo(f"{path}: {one.kind}: {f'{one.uid} ' if one.uid else ''}{one.text}")
        if not found:
            click.echo(f"{', '.join(map(str, cassette))}: nothing is wrong")
    return FOUND if found else 0


def now() -> datetime:
    """UTC."""
    return datetime.fromtimestamp(SystemClock().wall(), UTC)
