"""`fakeai-proxy cassette stats`: what a cassette saves each time it is replayed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from fakeai_proxy.cli.shown import console, number

from .choosing import choosing
from .progress import progress

if TYPE_CHECKING:
    from fakeai_proxy.cassette.chosen import Chosen
    from fakeai_proxy.cassette.recording import Recording
    from fakeai_proxy.catalog.catalog import Catalog


@dataclass(slots=True)
class Sums:
    """Of the recordings of one model."""

    recordings: int = 0
    seconds: float = 0.0
    """From each request to the end of its reply."""
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    dollars: float | None = 0.0
    """At the prices of the catalog; None where one is not known."""

    def add(self, recording: Recording, catalog: Catalog) -> None:
        from fakeai_proxy.cassette.conversation import usage
        from fakeai_proxy.cassette.cost import dollars

        used = usage(recording.answered)
        self.recordings += 1
        self.seconds += recording.answered.end_ns / 1e9
        self.prompt_tokens += used.prompt
        self.cached_tokens += used.cached
        self.completion_tokens += used.completion
        cost = dollars(used, recording.asked.model, catalog)
        self.dollars = None if cost is None or self.dollars is None else self.dollars + cost


@click.command()
@click.argument("cassette", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON: sums by model.")
@choosing
def stats(chosen: Chosen, cassette: Path, as_json: bool) -> None:
    """Count what CASSETTE saves: tokens, their cost and the time that a replay without waits spares.

    Only recordings that are replayed count, unless --state says which.
    """
    sums = _sums(cassette, chosen)
    if as_json:
        click.echo(json.dumps({model: asdict(one) for model, one in sums.items()}, indent=2))
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(
        "model", "recordings", "prompt tokens", "cached", "completion tokens", "US dollars", "seconds saved"
    )
    for model, one in sums.items():
        tokens = map(number, (one.prompt_tokens, one.cached_tokens, one.completion_tokens))
        dollars = "-" if one.dollars is None else f"{one.dollars:,.6f}"
        table.add_row(Text(model), str(one.recordings), *tokens, dollars, f"{one.seconds:,.2f}")
    console().print(table)


def _sums(cassette: Path, chosen: Chosen) -> dict[str, Sums]:
    from fakeai_proxy.cassette.text.opening import opening
    from fakeai_proxy.catalog import Catalog

    catalog, sums = Catalog.load(), dict[str, Sums]()
    with opening(cassette) as tape, progress("counting", len(tape)) as tick:
        for recording in tape.all():
            if recording in chosen and (chosen.state or recording.state == "active"):
                sums.setdefault(recording.asked.model or "-", Sums()).add(recording, catalog)
            tick()
    return dict(sorted(sums.items()))
