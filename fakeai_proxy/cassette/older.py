"""Cassettes of older formats, seen as of the present one. The file stays as it is."""

from __future__ import annotations

import sqlite3

from . import identity

ADDED: dict[int, dict[str, str]] = {
    2: {"secret": "SELECT '' AS kind, 0 AS number, NULL AS fp WHERE 0"},
    3: {
        "cassette": "SELECT *, 1 AS generation, NULL AS max_age_s FROM main.cassette",
        "session": "SELECT *, 1 AS generation, NULL AS outcome, '' AS scope FROM main.session",
        "interaction": "SELECT *, '' AS scope, NULL AS parent_uid, NULL AS recipe FROM main.interaction",
        "reply": "SELECT *, NULL AS trailers, NULL AS early FROM main.reply",
        "message": "SELECT 0 interaction_id, 0 idx, 0 t, '' sender, 0 binary, 0 off, 0 len WHERE 0",
    },
}
"""What a format added to the one before, as a file of that one has it: by table, a query."""


def as_present(connection: sqlite3.Connection) -> None:
    """From now on `connection` shows the tables of the present format. Writes to no file."""
    found = identity.format_of(connection)
    if found == identity.FORMAT:
        return
    connection.execute("PRAGMA temp_store = MEMORY")
    for number, tables in ADDED.items():
        if number > found:
            for name, query in tables.items():
                connection.execute(f"CREATE TEMP VIEW {name} AS {query}")
