"""The file, or the memory, that things are kept in."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from fakeai_proxy.core.errors import SettingsError

APPLICATION_ID = 0x46414B52
"""'FAKR'"""
FORMAT = 1

SCHEMA = f"""
CREATE TABLE resource(
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  owner TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  parent TEXT NOT NULL,
  created REAL NOT NULL,
  expires REAL,
  body TEXT, -- null: deleted, and still a place in the list
  UNIQUE (kind, id, parent, owner)
) STRICT;
CREATE INDEX resource_list ON resource(parent, kind, owner, number);
CREATE INDEX resource_expires ON resource(expires) WHERE expires IS NOT NULL;
CREATE TABLE piece(
  id TEXT NOT NULL, -- of the resource whose bytes these are
  start INTEGER NOT NULL, -- bytes before it
  content BLOB NOT NULL,
  UNIQUE (id, start)
) STRICT;
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {FORMAT};
"""


def connect(path: Path | None) -> sqlite3.Connection:
    """The file at `path`, made if need be, or memory; may be used by several threads, one at a time.

    Raises SettingsError where the file cannot be written, and where it is something else.
    """
    if path is None:
        return _prepared(sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=5.0, check_same_thread=False, isolation_level=None)
        _check(path, connection)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        return _prepared(connection)
    except (sqlite3.Error, OSError) as failure:
        raise SettingsError(f"resources.path: {path}: {failure}") from failure


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        connection.executescript(SCHEMA)
    return connection


def _check(path: Path, connection: sqlite3.Connection) -> None:
    """Raises SettingsError for another program's database and for a newer format than FORMAT."""
    if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        return
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise SettingsError(f"resources.path: {path} holds something else; name a new file")
    if (found := _pragma(connection, "user_version")) > FORMAT:
        raise SettingsError(f"resources.path: {path} is of format {found}, newer than this reads ({FORMAT})")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
