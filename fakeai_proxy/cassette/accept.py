"""Makes a recording the answer to a request that it is only near to, for good."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from . import identity
from .canonical import KEY_BYTES
from .database import finish, open_database, recover
from .errors import CassetteError
from .rows import put_keys
from .store import ACCEPTED

NAMED = "SELECT id, session_id, seq, state FROM interaction WHERE uid = ?"
KNOWN = "SELECT 1 FROM match_key WHERE profile = ? AND key = ? AND interaction_id = ?"
FORGET = "DELETE FROM match_key WHERE profile = ? AND key = ? AND interaction_id = ?"


def accept(path: Path, uid: str, key: str, *, undo: bool = False) -> bool:
    """Recording `uid` answers requests of `key` too, or no longer. False where that was so before.

    key: hex digits, as a miss tells them. Raises CassetteError, with `path` as it was.
    """
    name = _key(path, key)
    identity.check(path)
    recover(path)
    connection = open_database(path)
    try:
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            return _accept(path, connection, uid, name, undo)
    finally:
        finish(connection)


def _accept(path: Path, connection: sqlite3.Connection, uid: str, key: bytes, undo: bool) -> bool:
    row = connection.execute(NAMED, (uid,)).fetchone()
    if row is None:
        raise CassetteError(path, f"holds no recording '{uid}'")
    number, session, seq, state = row
    if state != "active":
        raise CassetteError(path, f"does not replay recording '{uid}': it is {state}")
    with closing(connection.execute(KNOWN, (ACCEPTED, key, number))) as known:
        there = known.fetchone() is not None
    if undo:
        connection.execute(FORGET, (ACCEPTED, key, number))
    elif not there:
        put_keys(connection, [(ACCEPTED, key)], session, seq, number)
    return there == undo


def _key(path: Path, text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise CassetteError(path, f"has no key '{text}': a miss tells {2 * KEY_BYTES} hex digits")
    return key
