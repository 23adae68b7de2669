"""Opens a cassette or its text: for whatever reads, and does not mind which."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from fakeai_proxy.cassette.errors import CassetteError
from fakeai_proxy.cassette.reading import Tape, reading

from .build import build

BEGINNING = b'{"cassette": '
"""Of the first line of a text."""


def is_text(path: Path) -> bool:
    """Raises CassetteError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(len(BEGINNING)) == BEGINNING
    except OSError as failure:
        raise CassetteError(path, failure.strerror or str(failure)) from failure


@contextmanager
def opening(path: Path) -> Iterator[Tape]:
    """`path`, open. Of a text a cassette is made in a temporary folder. Raises CassetteError."""
    if not is_text(path):
        with reading(path) as tape:
            yield tape
        return
    with TemporaryDirectory() as folder:
        made = Path(folder) / "text.db"
        build(path, made, lambda: None)
        with reading(made) as tape:
            yield replace(tape, path=path)
