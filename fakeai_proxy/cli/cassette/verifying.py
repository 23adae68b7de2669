"""`fakeai-proxy cassette verify`: is it whole, and is what it holds still good?"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from fakeai_proxy.core.clock import SystemClock

from .progress import progress
from .runs import unused

if TYPE_CHECKING:
    from fakeai_proxy.cassette.verify import Problem

FOUND = 1


@click.command()
@click.argument("cassette", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--max-age", type=click.FloatRange(min=0), metavar="DAYS", help="What is older is expired.")
@click.option(
    "--run",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What a proxy said of a run: recordings that answered nobody in it are unused; repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON: a list of problems.")
def verify(cassette: tuple[Path, ...], max_age: float | None, run: tuple[Path, ...], as_json: bool) -> int:
    """Check each CASSETTE, every page and body of it; exit 1 when something is wrong.

    Wrong are damage, keys that do not fit what was asked, replies that did not end well, what is expired, by
    --max-age or by what the cassette says, and with --run what answered nobody.
    """
    found = [(path, problem) for path in cassette for problem in _problems(path, max_age, run)]
    if as_json:
        click.echo(json.dumps([{"file": str(path), **one._asdict()} for path, one in found], indent=2))
    else:
        for path, one in found:
            click.echo(f"{path}: {one.kind}: {f'{one.uid} ' if one.uid else ''}{one.text}")
        if not found:
            click.echo(f"{', '.join(map(str, cassette))}: nothing is wrong")
    return FOUND if found else 0


def _problems(path: Path, max_age: float | None, runs: tuple[Path, ...]) -> list[Problem]:
    from fakeai_proxy.cassette.text.opening import opening
    from fakeai_proxy.cassette.verify import oldest, oldest_of
    from fakeai_proxy.cassette.verify import verify as problems_of

    with opening(path) as tape, progress("verifying", len(tape)) as tick:
        moment = oldest_of(tape, now()) if max_age is None else oldest(now(), max_age)
        return list(problems_of(tape, moment, unused(path, runs), tick))


def now() -> datetime:
    """UTC."""
    return datetime.fromtimestamp(SystemClock().wall(), UTC)
