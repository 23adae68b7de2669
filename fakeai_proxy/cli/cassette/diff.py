"""`fakeai-proxy cassette diff`: what differs between two cassettes, two generations or two recordings."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from fakeai_proxy.core.errors import SettingsError

from .changes import Weighing, weighing
from .choosing import choosing
from .progress import progress
from .show import named

if TYPE_CHECKING:
    from fakeai_proxy.cassette.chosen import Chosen
    from fakeai_proxy.cassette.diff.cassettes import Change
    from fakeai_proxy.cassette.reading import Tape

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("before", type=FILE)
@click.argument("after", required=False, type=FILE)
@click.option("--generations", type=int, nargs=2, metavar="OLD NEW", help="Compare these two generations.")
@click.option("--recordings", nargs=2, metavar="ONE OTHER", help="Compare only these two recordings.")
@weighing
@choosing
def diff(
    chosen: Chosen,
    weighing: Weighing,
    before: Path,
    after: Path | None,
    generations: tuple[int, int] | None,
    recordings: tuple[str, str] | None,
) -> int:
    """Compare two cassettes, or their texts; exit 1 when a difference is as severe as --fail-on says.

    Recordings of one request are compared: status, headers, schema, events, calls of tools, tokens, time and,
    apart, text. With one file, --generations or --recordings say what of it is compared.
    """
    if after is None and not generations and not recordings:
        raise SettingsError(
            "there is nothing to compare with: name a second cassette, or give --generations or --recordings"
        )
    from fakeai_proxy.cassette.text.opening import opening

    with ExitStack() as opened:
        first = opened.enter_context(opening(before))
        second = opened.enter_context(opening(after)) if after else first
        if recordings:
            return weighing.report(_two(first, second, recordings))
        return weighing.report(_all(first, second, generations or (None, None), chosen))


def _two(first: Tape, second: Tape, names: tuple[str, str]) -> list[Change]:
    from fakeai_proxy.cassette.diff.cassettes import change

    return [change(named(first, names[0]), named(second, names[1]))]


def _all(
    first: Tape, second: Tape, generations: tuple[int | None, int | None], chosen: Chosen
) -> list[Change]:
    from fakeai_proxy.cassette.diff.cassettes import differing
    from fakeai_proxy.cassette.diff.pairing import Side

    before, after = (
        Side(tape, _there(tape, number), chosen)
        for tape, number in zip((first, second), generations, strict=True)
    )
    with progress("comparing", len(first) + len(second)) as tick:
        return list(differing(before, after, tick))


def _there(tape: Tape, generation: int | None) -> int | None:
    """Raises SettingsError where there is no such generation."""
    there = sorted({session.generation for session in tape.sessions()})
    if generation is not None and generation not in there:
        held = ", ".join(map(str, there)) or "none"
        raise SettingsError(f"{tape.path} has no generation {generation}, it has {held}")
    return generation
