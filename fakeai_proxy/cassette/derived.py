"""Recordings that were made of others: into a cassette of their own, or beside those they were made of."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from . import identity
from .database import finish, open_database, recover
from .errors import CassetteError
from .inserting import put_recording, put_session
from .made import making
from .reading import Tape
from .recording import Recording, Session

ABOUT = "UPDATE cassette SET salt = ?, sealed = 1, max_age_s = ?"
SECRET = "INSERT INTO secret VALUES (?, ?, ?)"
WHEN = "UPDATE _sqlite_migrations SET applied_at = ?"
NUMBERS = "SELECT id FROM interaction WHERE uid = ?"


def apart(tape: Tape, path: Path, recordings: Sequence[Recording], uid: str, *, replaced: bool) -> None:
    """The cassette `path` of `recordings`, made of those of `tape`, as one sealed session named `uid`.

    The same bytes for the same recordings. Raises CassetteError, with `path` as it was.
    """
    with making(path, replace=replaced) as connection:
        connection.execute(ABOUT, (tape.salt, tape.max_age_s))
        connection.execute(WHEN, (recordings[0].started_at,))
        connection.executemany(SECRET, tape.secrets())
        fill(connection, replace(session_of(recordings, uid), generation=1), recordings)


def beside(tape: Tape, recordings: Sequence[Recording], uid: str, instead: Collection[str] = ()) -> None:
    """`recordings` into the cassette of `tape`, as one session more. Those named by `instead` are disabled.

    All at once. Raises CassetteError, with the cassette as it was: also when it holds that session already.
    """
    path = tape.path
    identity.check(path)
    recover(path)
    with closing(open_database(path)) as connection:
        try:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                for name in instead:
                    disable(connection, name)
                fill(connection, replace(session_of(recordings, uid), generation=tape.generation), recordings)
        except sqlite3.IntegrityError as failure:
            raise CassetteError(path, "holds already what these mutations make with this seed") from failure
        except sqlite3.OperationalError as failure:
            raise CassetteError(path, f"cannot be written: {failure}") from failure
        finally:
            finish(connection)


def fill(connection: sqlite3.Connection, session: Session, recordings: Sequence[Recording]) -> None:
    number = put_session(connection, session)
    for recording in recordings:
        put_recording(connection, number, recording)


def session_of(recordings: Sequence[Recording], uid: str) -> Session:
    """It began with the first and ended with the last of what they were made of."""
    began = [recording.started_at for recording in recordings]
    return Session(0, uid, min(began), max(began), version("fakeai-proxy"), scope=recordings[0].scope)


def disable(connection: sqlite3.Connection, uid: str) -> None:
    """The recording of that name stays in the file, and is replayed no more."""
    for (number,) in connection.execute(NUMBERS, (uid,)).fetchall():
        for table in ("match_key", "req_feature"):
            connection.execute(f"DELETE FROM {table} WHERE interaction_id = ?", (number,))
        connection.execute("UPDATE interaction SET state = 'disabled' WHERE id = ?", (number,))
