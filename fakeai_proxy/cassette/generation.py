"""Generations: all that `rewrite` recorded takes the place of all that was recorded before, or nothing does.

Recordings of a generation to come are in the file, and nobody finds them until it is the one replayed.
"""

from __future__ import annotations

import sqlite3

PENDING = "session_id IN (SELECT id FROM session WHERE generation > (SELECT generation FROM cassette))"
PRESENT = "session_id IN (SELECT id FROM session WHERE generation <= (SELECT generation FROM cassette))"


def generation_of(connection: sqlite3.Connection) -> int:
    """The one that is replayed."""
    return int(connection.execute("SELECT generation FROM cassette").fetchone()[0])


def swap(connection: sqlite3.Connection) -> None:
    """The generation to come is replayed from now on. The former stays in the file, disabled."""
    _retire(connection, PRESENT, "disabled")
    connection.execute("UPDATE cassette SET generation = generation + 1")


def discard(connection: sqlite3.Connection) -> None:
    """The generation to come does not: what was recorded of it stays in the file, quarantined."""
    _retire(connection, PENDING, "quarantined")


def _retire(connection: sqlite3.Connection, which: str, state: str) -> None:
    ids = f"SELECT id FROM interaction WHERE state = 'active' AND {which}"
    for table in ("match_key", "req_feature"):
        connection.execute(f"DELETE FROM {table} WHERE interaction_id IN ({ids})")
    connection.execute(f"UPDATE interaction SET state = ? WHERE state = 'active' AND {which}", (state,))
