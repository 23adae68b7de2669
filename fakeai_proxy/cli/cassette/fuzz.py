"""`fakeai-proxy cassette fuzz`: many variants of a recording."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from .choosing import choosing
from .deriving import NOTHING, parents_of, tell
from .progress import progress

if TYPE_CHECKING:
    from fakeai_proxy.cassette.chosen import Chosen
    from fakeai_proxy.mutations.derive import Derived

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("cassette", type=FILE)
@click.option("--into", required=True, type=FILE, metavar="DERIVED", help="The new cassette.")
@click.option(
    "--count", type=click.IntRange(1, 100_000), default=20, show_default=True, help="Variants of each."
)
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed, the same variants.")
@click.option("--id", "ids", multiple=True, metavar="RECORDING", help="Only of that one; repeatable.")
@click.option("--force", is_flag=True, help="Replace DERIVED if it is there.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON: a list of the variants, and how they differ."
)
@choosing
def fuzz(
    chosen: Chosen,
    cassette: Path,
    into: Path,
    count: int,
    seed: int,
    ids: tuple[str, ...],
    force: bool,
    as_json: bool,
) -> int:
    """Make variants of each recording of CASSETTE by mixtures of mutations; exit 1 when it has none.

    They are replayed from DERIVED one after the other, as repeats of the request that was recorded.
    """
    from fakeai_proxy.cassette.derived import apart
    from fakeai_proxy.cassette.reading import reading
    from fakeai_proxy.mutations.derive import name_of
    from fakeai_proxy.mutations.fuzz import variants

    made: list[Derived] = []
    with reading(cassette) as tape:
        parents = [one for one in parents_of(tape, chosen, ids) if one.answered.kind != "ws"]
        uid = name_of(parents, "fuzz", str(seed), str(count))
        with progress("mutating", len(parents) * count) as tick:
            for parent in parents:
                for variant in variants(parent, count, seed, uid, len(made)):
                    made.append(variant)
                    tick()
        if made:
            apart(tape, into, [one.recording for one in made], uid, replaced=force)
    tell(into, made, as_json)
    return 0 if made else NOTHING
