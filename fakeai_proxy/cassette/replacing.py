"""Recordings of before that a new one of the same request takes the place of."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from .asked import recorded
from .matching.names import Profile
from .matching.profiles import keys_of

OLDER = (
    "SELECT interaction_id, session_id, seq FROM match_key WHERE profile = ? AND key = ? AND session_id < ?"
)
FORGET = "DELETE FROM match_key WHERE profile = ? AND key = ? AND session_id = ? AND seq = ?"
ACCEPTED = "DELETE FROM match_key WHERE profile = 'accepted' AND interaction_id = ?"
ALL = "DELETE FROM match_key WHERE interaction_id = ?"


def disable(
    connection: sqlite3.Connection, keys: Iterable[tuple[str, bytes]], profile: Profile, before: int
) -> None:
    """Those of sessions before `before` that are the same by `profile` stay in the file, and are not found.

    keys: of the new recording, by profile.
    """
    row = profile, dict(keys)[profile], before
    for number, session, seq in connection.execute(OLDER, row).fetchall():
        connection.execute("UPDATE interaction SET state = 'disabled' WHERE id = ?", (number,))
        connection.execute("DELETE FROM req_feature WHERE interaction_id = ?", (number,))
        _forget(connection, number, session, seq)


def _forget(connection: sqlite3.Connection, number: int, session: int, seq: int) -> None:
    """By its keys, which are made anew, as no index leads to them; by a search where they are others."""
    connection.execute(ACCEPTED, (number,))
    known = keys_of(recorded(connection, number).asking.exact)
    gone = [connection.execute(FORGET, (*key, session, seq)).rowcount for key in known]
    if not all(gone):
        connection.execute(ALL, (number,))
