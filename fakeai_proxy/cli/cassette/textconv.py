"""`fakeai-proxy cassette textconv`: what git shows of a cassette in a diff."""

from __future__ import annotations

import sys
from pathlib import Path

import rich_click as click


@click.command()
@click.argument("cassette", type=click.Path(path_type=Path))
def textconv(cassette: Path) -> None:
    """Print CASSETTE as text, without what differs each time it is recorded; for git's textconv."""
    from fakeai_proxy.cassette.reading import reading
    from fakeai_proxy.cassette.text.files import substance

    with reading(cassette) as tape:
        for line in substance(tape):
            sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
