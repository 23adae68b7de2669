"""Gives recordings of before there were profiles the keys by which they are found today."""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from .asked import recorded
from .canonical import PROFILE
from .matching.profiles import keys_of
from .matching.sketch import sketch
from .rows import put_keys, put_sketch

WITHOUT = """
SELECT interaction_id, session_id, seq FROM match_key WHERE profile = 'exact@1' AND interaction_id NOT IN
  (SELECT interaction_id FROM match_key WHERE profile = 'llm@1')
"""


def rekey(connection: sqlite3.Connection) -> None:
    """All at once; about 0.2 ms a recording. One that cannot be read keeps the key that it has."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for number, session, seq in connection.execute(WITHOUT).fetchall():
            with suppress(ValueError):
                _rekey(connection, number, session, seq)


def _rekey(connection: sqlite3.Connection, number: int, session: int, seq: int) -> None:
    asking = recorded(connection, number).asking
    keys = [one for one in keys_of(asking.exact, asking.llm) if one[0] != PROFILE]
    put_keys(connection, keys, session, seq, number)
    connection.execute("DELETE FROM req_feature WHERE interaction_id = ?", (number,))
    put_sketch(connection, sketch(asking.llm), number)
