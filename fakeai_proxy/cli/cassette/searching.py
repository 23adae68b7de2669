"""`fakeai-proxy cassette search`: find recordings by what they say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from fakeai_proxy.cli.shown import console

from .choosing import choosing
from .listing import summary
from .progress import progress

if TYPE_CHECKING:
    from fakeai_proxy.cassette.chosen import Chosen

NOTHING = 1


@click.command()
@click.argument("cassette", type=click.Path(path_type=Path))
@click.argument("query")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many are shown."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON: a list.")
@choosing
def search(chosen: Chosen, cassette: Path, query: str, limit: int, as_json: bool) -> int:
    """Find the recordings of CASSETTE that say QUERY, the best first; exit 1 when there is none.

    QUERY has words, "a phrase", begin*, OR, NOT, and `prompt:`, `completion:`, `tools:` or `path:` before
    a word.
    """
    from fakeai_proxy.cassette.search import search as hits_of
    from fakeai_proxy.cassette.text.opening import opening

    with opening(cassette) as tape, progress("indexing", len(tape)) as tick:
        hits = hits_of(tape, query, chosen, limit, tick)
    if as_json:
        click.echo(json.dumps([{**summary(hit.recording), "words": hit.words} for hit in hits], indent=2))
    elif hits:
        from rich.table import Table
        from rich.text import Text

        table = Table("recording", "path", "model", "words")
        for one, words in hits:
            cells = one.uid, one.asked.path, one.asked.model or "", " ".join(words.split())
            table.add_row(*map(Text, cells))
        console().print(table)
    else:
        click.echo(f"{cassette}: nothing says {query!r}", err=True)
    return 0 if hits else NOTHING
