"""Reads a cassette: keys in memory, everything else from the file when it is asked for."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from . import identity
from .about import about, name_of
from .canonical import PROFILE
from .cursor import Cursors
from .errors import CassetteError
from .generation import PRESENT
from .interaction import Interaction
from .matching.names import Profile
from .older import as_present
from .reading import tape_of
from .recording import Answered
from .redaction.rules import Rules, rules_by
from .rows import load

KEYS = (
    f"SELECT key, interaction_id FROM match_key WHERE profile = ? AND {PRESENT} ORDER BY key, session_id, seq"
)
GROUP = f"""
SELECT interaction_id FROM match_key WHERE profile = ? AND key = ? AND interaction_id <= ? AND {PRESENT}
ORDER BY session_id, seq
"""
ACCEPTED = "accepted"
"""In place of a profile: keys of requests that a recording answers since somebody has said so."""


class Store:
    """Recordings as they were when the file was opened. Safe to use from any thread."""

    def __init__(self, path: Path, *, immutable: bool, cursors: Cursors | None = None) -> None:
        """`immutable`: nobody writes; then the file and its folder may be read-only. Raises CassetteError.

        `cursors`: how far each scope has read, where it has before.
        """
        self.path, self.cursors = path, cursors or Cursors()
        self._uri = path.absolute().as_uri() + ("?mode=ro&immutable=1" if immutable else "?mode=ro")
        self._idle: deque[sqlite3.Connection] = deque()
        try:
            with self.connection() as connection:
                identity.check_format(path, connection)
                if immutable:
                    identity.check_pages(path, connection)
                self._repeats = _index(connection, PROFILE)
                self.accepted = _index(connection, ACCEPTED)
                self.rules = rules_in(connection)
                self.about = about(connection)
        except CassetteError:
            self.close()
            raise

    def repeats(self, key: bytes) -> Sequence[int]:
        """Recordings of one request to the letter, in the order they were asked."""
        return self._repeats.get(key, ())

    def group(self, profile: Profile, key: bytes) -> Sequence[int]:
        """The same by another profile, from the file: there are few requests that need it."""
        with self.connection() as connection:
            rows = connection.execute(GROUP, (profile, key, self.about.newest))
            return [number for (number,) in rows]

    def key_of(self, number: int) -> bytes:
        """By which recording `number` is one of `repeats`."""
        return self._keys[number]

    @cached_property
    def _keys(self) -> dict[int, bytes]:
        return {number: key for key, numbers in self._repeats.items() for number in numbers}

    def shows(self, number: int) -> bool:
        """Whether it held recording `number` when it was opened, to be found."""
        return number in self._keys

    def read(self, number: int) -> Interaction:
        """Recording `number`, with its whole body. Raises CassetteError when it is damaged."""
        with self.connection() as connection:
            return load(connection, number)

    def answered(self, number: int) -> Answered:
        """The reply of recording `number` as it is stored. Raises CassetteError when it is damaged."""
        with self.connection() as connection:
            return tape_of(self.path, connection).recording(name_of(connection, number).uid).answered

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection no other thread uses meanwhile. What SQLite says becomes a CassetteError."""
        try:
            connection = self._idle.pop() if self._idle else self._connect()
        except IndexError:
            connection = self._connect()
        try:
            yield connection
        except (sqlite3.DatabaseError, ValueError) as failure:
            raise CassetteError(self.path, f"corrupt: {failure}") from failure
        finally:
            self._idle.append(connection)

    def _connect(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self._uri, uri=True, check_same_thread=False)
            as_present(connection)
            return connection
        except sqlite3.OperationalError as failure:
            raise CassetteError(self.path, str(failure)) from failure
        except sqlite3.DatabaseError as failure:
            raise CassetteError(self.path, f"corrupt: {failure}") from failure

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()


def _index(connection: sqlite3.Connection, profile: str) -> dict[bytes, list[int]]:
    """Key -> ids, in the order in which they are played."""
    index: dict[bytes, list[int]] = {}
    for key, number in connection.execute(KEYS, (profile,)):
        index.setdefault(key, []).append(number)
    return index


def rules_in(connection: sqlite3.Connection) -> Rules | None:
    """Those that the recordings were made with, which are the same for all; None where there is no recording.

    Raises ValueError when this version does not know them.
    """
    first = connection.execute("SELECT redaction_policy FROM interaction LIMIT 1").fetchone()
    return rules_by(first[0]) if first else None
