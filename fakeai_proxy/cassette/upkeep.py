"""Takes out of a cassette what is not replayed, and the room that it took."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from . import identity
from .database import finish, open_database, recover
from .errors import CassetteError
from .rows import UNUSED

EMPTY = "DELETE FROM session WHERE id NOT IN (SELECT session_id FROM interaction)"
DISPENSABLE = "SELECT id, uid FROM interaction WHERE state <> 'active' OR started_at < ? ORDER BY id"


def vacuum(path: Path) -> tuple[int, int]:
    """Gives room back that deleted rows left. Bytes before and after. Raises CassetteError."""
    before = _size(path)
    with closing(_opened(path)) as connection:
        _shrink(path, connection)
        finish(connection)
    return before, _size(path)


def dispensable(path: Path, oldest: datetime | None) -> list[str]:
    """The uids of what `prune` would take out. Raises CassetteError."""
    with closing(_opened(path)) as connection:
        uids = [uid for _, uid in _dispensable(connection, oldest)]
        finish(connection)
    return uids


def prune(path: Path, oldest: datetime | None) -> list[str]:
    """Takes out recordings that are not replayed, or were made before `oldest`. Their uids.

    In one transaction: `path` has all of the recordings or those that stay. Raises CassetteError.
    """
    with closing(_opened(path)) as connection:
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            found = _dispensable(connection, oldest)
            ids = [(number,) for number, _ in found]
            for table in ("match_key", "req_feature", "chunk", "redaction", "reply"):
                connection.executemany(f"DELETE FROM {table} WHERE interaction_id = ?", ids)
            connection.executemany("DELETE FROM interaction WHERE id = ?", ids)
            connection.execute(UNUSED)
            connection.execute(EMPTY)
        _shrink(path, connection)
        finish(connection)
    return [uid for _, uid in found]


def _dispensable(connection: sqlite3.Connection, oldest: datetime | None) -> list[tuple[int, str]]:
    moment = oldest.isoformat(timespec="milliseconds") if oldest else ""
    return connection.execute(DISPENSABLE, (moment,)).fetchall()


def _opened(path: Path) -> sqlite3.Connection:
    """Of a cassette that is there, and that nobody records into."""
    identity.check(path)
    recover(path)
    return open_database(path)


def _shrink(path: Path, connection: sqlite3.Connection) -> None:
    try:
        connection.execute("VACUUM")
    except sqlite3.OperationalError as failure:
        raise CassetteError(path, f"cannot be written: {failure}") from failure


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as failure:
        raise CassetteError(path, failure.strerror or str(failure)) from failure
