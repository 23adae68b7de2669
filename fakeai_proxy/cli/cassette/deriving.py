"""What `cassette mutate` and `fuzz` have in common: which recordings, and what is said of the result."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from .show import named

if TYPE_CHECKING:
    from fakeai_proxy.cassette.chosen import Chosen
    from fakeai_proxy.cassette.reading import Tape
    from fakeai_proxy.cassette.recording import Recording
    from fakeai_proxy.mutations.derive import Derived

NOTHING = 1


def parents_of(tape: Tape, chosen: Chosen, ids: Sequence[str]) -> list[Recording]:
    """The recordings that are named, else those that are replayed; of both those that are chosen.

    Raises SettingsError for a name that is none; the beginning of one will do.
    """
    if ids:
        return [found for uid in ids if (found := named(tape, uid)) in chosen]
    return [one for one in tape.all() if one in chosen and (chosen.state or one.state == "active")]


def tell(path: Path, made: Sequence[Derived], as_json: bool) -> None:
    """Print a line, or a list of JSON, for what was made."""
    if as_json:
        click.echo(json.dumps([one.told() for one in made], indent=2))
        return
    for one in made:
        told = ", ".join(f"{done.type} ({done.skipped})" if done.skipped else done.type for done in one.done)
        click.echo(f"{one.recording.uid} of {one.recording.parent_uid}: {told}")
    click.echo(f"{path}: {len(made)} recording{'' if len(made) == 1 else 's'} made")
