"""A cassette made of its text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from fakeai_proxy.cassette.errors import CassetteError
from fakeai_proxy.cassette.inserting import put_recording, put_session
from fakeai_proxy.cassette.made import making
from fakeai_proxy.cassette.recording import Session

from .body import Line
from .document import Beginning, beginning, exchanges, recording
from .files import Tick, read_bodies, records

REFUSED = (sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError, OverflowError)
WRONG = (ValueError, KeyError, TypeError, AttributeError, IndexError, *REFUSED)
"""What reading lines raises that were changed by hand."""


def build(text: Path, path: Path, tick: Tick, *, replace: bool = False) -> None:
    """The cassette `path` of which `text` was made; `replace`: in place of what is there.

    Raises CassetteError, with `path` as it was, for a text that is truncated, newer or no cassette.
    """
    lines = Numbered(records(text))
    try:
        start = beginning(*_first(text, lines))
        with making(path, replace=replace) as connection:
            _begin(connection, start)
            _fill(connection, text, lines, tick)
    except CassetteError:
        raise
    except WRONG as failure:
        raise CassetteError(text, f"{_told(failure)} (up to line {lines.number})") from failure


class Numbered:
    """Lines, and the number of the last."""

    def __init__(self, lines: Iterator[tuple[int, Line]]) -> None:
        self._lines, self.number = lines, 0

    def __iter__(self) -> Iterator[Line]:
        return self

    def __next__(self) -> Line:
        self.number, line = next(self._lines)
        return line


def _first(text: Path, lines: Numbered) -> tuple[Line, Line]:
    head = next(lines, {})
    if "cassette" not in head:
        raise CassetteError(text, "is not the text of a cassette")
    return head, next(lines, {})


def _begin(connection: sqlite3.Connection, start: Beginning) -> None:
    about = start.salt, start.sealed, start.generation, start.max_age_s
    connection.execute("UPDATE cassette SET salt = ?, sealed = ?, generation = ?, max_age_s = ?", about)
    connection.executemany("INSERT INTO secret VALUES (?, ?, ?)", start.secrets)


def _fill(connection: sqlite3.Connection, text: Path, lines: Numbered, tick: Tick) -> None:
    fetch = read_bodies(text)
    session, number = None, 0
    for begun, held in exchanges(lines):
        if isinstance(begun, Session):
            session, number = begun, put_session(connection, begun)
        elif session is None:
            raise ValueError("a recording stands before any session")
        else:
            put_recording(connection, number, recording(held, session, fetch))
            tick()


def _told(failure: Exception) -> str:
    return f"the member {failure} is missing" if isinstance(failure, KeyError) else str(failure)
