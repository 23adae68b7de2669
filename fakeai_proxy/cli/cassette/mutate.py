"""`fakeai-proxy cassette mutate`: recordings made of others."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from .choosing import choosing
from .deriving import NOTHING, parents_of, tell
from .progress import progress

if TYPE_CHECKING:
    from fakeai_proxy.cassette.chosen import Chosen
    from fakeai_proxy.cassette.reading import Tape
    from fakeai_proxy.mutations.derive import Derived
    from fakeai_proxy.mutations.recipe import Recipe

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("cassette", type=FILE)
@click.option("--id", "ids", multiple=True, metavar="RECORDING", help="Only that one; repeatable.")
@click.option("--mutation", "given", multiple=True, metavar="JSON", help="A mutation; repeatable, in order.")
@click.option("--file", "recipe", type=FILE, metavar="RECIPE", help="Mutations of a file of TOML or JSON.")
@click.option("--seed", type=int, help="Of what chance does; in place of the recipe's.  [0]")
@click.option("--into", type=FILE, metavar="DERIVED", help="A new cassette, which replays what was made.")
@click.option("--force", is_flag=True, help="Replace DERIVED if it is there.")
@click.option(
    "--instead", is_flag=True, help="In CASSETTE itself, to be replayed in place of what they are of."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON: a list of what was made, and how.")
@choosing
def mutate(
    chosen: Chosen,
    cassette: Path,
    ids: tuple[str, ...],
    given: tuple[str, ...],
    recipe: Path | None,
    seed: int | None,
    into: Path | None,
    force: bool,
    instead: bool,
    as_json: bool,
) -> int:
    """Make recordings of those of CASSETTE by mutations; exit 1 when there was nothing to change.

    Each is matched as the one it is made of. They are written into DERIVED, or into CASSETTE itself: there
    they are replayed with --instead, and else kept aside. The same seed makes the same recordings.
    """
    from fakeai_proxy.cassette import derived as writing
    from fakeai_proxy.cassette.reading import reading

    if into is not None and instead:
        raise click.UsageError("--instead is for CASSETTE itself; leave out --into.")
    meant = recipe_of(given, recipe, seed)
    with reading(cassette) as tape:
        uid, made = made_of(tape, meant, chosen, ids)
        recordings = [one.recording for one in made]
        if made and into is not None:
            writing.apart(tape, into, recordings, uid, replaced=force)
        elif made:
            parents = [one.parent_uid for one in recordings if one.parent_uid] if instead else []
            kept = recordings if instead else [replace(one, state="disabled") for one in recordings]
            writing.beside(tape, kept, uid, parents)
    tell(into or cassette, made, as_json)
    return 0 if made else NOTHING


def made_of(tape: Tape, recipe: Recipe, chosen: Chosen, ids: tuple[str, ...]) -> tuple[str, list[Derived]]:
    """What differs from the recording it was made of, in their order, and the name of all of it."""
    from fakeai_proxy.mutations.derive import derived, name_of

    parents = [one for one in parents_of(tape, chosen, ids) if one.answered.kind != "ws"]
    uid = name_of(parents, recipe.told(0))
    made: list[Derived] = []
    with progress("mutating", len(parents)) as tick:
        for parent in parents:
            one = derived(parent, recipe, uid, len(made))
            if (one.recording.asked, one.recording.answered) != (parent.asked, parent.answered):
                made.append(one)
            tick()
    return uid, made


def recipe_of(given: tuple[str, ...], file: Path | None, seed: int | None) -> Recipe:
    """The mutations of the command line. Raises click.UsageError, SettingsError."""
    from fakeai_proxy.mutations.recipe import read, recipe_of

    if bool(given) == (file is not None):
        raise click.UsageError("One of --mutation and --file is needed.")
    recipe = read(file) if file else recipe_of({"mutations": [one for text in given for one in parsed(text)]})
    return recipe if seed is None else recipe.model_copy(update={"seed": seed})


def parsed(text: str) -> list[Any]:
    """A mutation as JSON, or a list of them."""
    try:
        value = json.loads(text)
    except ValueError as why:
        raise click.UsageError(f"--mutation: not valid JSON ({why}).") from None
    return value if isinstance(value, list) else [value]
