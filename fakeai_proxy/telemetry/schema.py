"""The file that keeps rows: its mark, its number of format, its one table."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database, Migrations

from fakeai_proxy.core.errors import SettingsError

from .columns import COLUMNS, NAMED

APPLICATION_ID = 0x46414B54
"""'FAKT'"""
FORMAT = 2
ORIGINAL = 28
"""Columns of the first format."""

migrations = Migrations("fakeai_proxy.telemetry")


def open_file(path: Path) -> sqlite3.Connection:
    """The file at `path`, made if need be; may be handed to one other thread.

    Raises SettingsError where it cannot be written, and where it is something else.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=5.0, check_same_thread=False)
        check(path, connection)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        migrations.apply(Database(connection))
    except (sqlite3.Error, OSError) as failure:
        raise SettingsError(f"telemetry.path: {path}: {failure}") from failure
    return connection


def check(path: Path, connection: sqlite3.Connection) -> None:
    """Raises SettingsError for another program's database and for a newer format than FORMAT."""
    if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        return
    if pragma(connection, "application_id") != APPLICATION_ID:
        raise SettingsError(f"telemetry.path: {path} holds something else; name a new file")
    if (found := pragma(connection, "user_version")) > FORMAT:
        raise SettingsError(
            f"telemetry.path: {path} is of format {found}, newer than this one reads ({FORMAT})"
        )


def pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


@migrations()
def m001_exchanges(db: Database) -> None:
    columns = [f"{name} {kind(name, code)}" for name, code, _ in COLUMNS[:ORIGINAL]]
    db.execute(
        f"CREATE TABLE exchange(id INTEGER PRIMARY KEY, run TEXT NOT NULL, {', '.join(columns)}) STRICT"
    )
    db.execute("CREATE INDEX exchange_wall ON exchange(wall)")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")


@migrations()
def m002_all_that_is_charged(db: Database) -> None:
    for name, code, _ in COLUMNS[ORIGINAL:]:
        default = "" if code == "d" else " DEFAULT ''" if name in NAMED else " DEFAULT 0"
        db.execute(f"ALTER TABLE exchange ADD COLUMN {name} {kind(name, code)}{default}")
    db.execute(f"PRAGMA user_version = {FORMAT}")


def kind(name: str, code: str) -> str:
    """Of a column in SQL; a time that is not known is null."""
    if name in NAMED:
        return "TEXT NOT NULL"
    return "REAL" if code == "d" else "INTEGER NOT NULL"
