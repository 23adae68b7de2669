"""Reads a cassette: keys in memory, everything else from the file when it is asked for."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import identity
from .canonical import PROFILE
from .errors import CassetteError
from .interaction import Interaction
from .redaction.rules import Rules, rules_by
from .rows import load

KEYS = "SELECT key, interaction_id FROM match_key WHERE profile = ? ORDER BY key, session_id DESC, seq DESC"


class Store:
    """Recordings as they were when the file was opened. Safe to use from any thread."""

    def __init__(self, path: Path, *, immutable: bool) -> None:
        """`immutable`: nobody writes; then the file and its folder may be read-only. Raises CassetteError."""
        self.path = path
        self._uri = path.absolute().as_uri() + ("?mode=ro&immutable=1" if immutable else "?mode=ro")
        self._idle: deque[sqlite3.Connection] = deque()
        try:
            with self.connection() as connection:
                identity.check_format(path, connection)
                if immutable:
                    identity.check_pages(path, connection)
                self._unclaimed = _unclaimed(connection)
                self.rules = rules_in(connection)
                self.sealed = bool(connection.execute("SELECT sealed FROM cassette").fetchone()[0])
        except CassetteError:
            self.close()
            raise

    def holds(self, key: bytes) -> bool:
        """Whether `claim` would find something."""
        return bool(self._unclaimed.get(key))

    def claim(self, key: bytes) -> int | None:
        """The next recording of `key`, in the order they were asked; None past the last."""
        try:
            return self._unclaimed[key].pop()
        except LookupError:
            return None

    def read(self, number: int) -> Interaction:
        """Recording `number`, with its whole body. Raises CassetteError when it is damaged."""
        with self.connection() as connection:
            return load(connection, number)

    def count(self, key: bytes) -> int:
        """How often `key` was recorded."""
        query = "SELECT count(*) FROM match_key WHERE profile = ? AND key = ?"
        with self.connection() as connection:
            return int(connection.execute(query, (PROFILE, key)).fetchone()[0])

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
            return sqlite3.connect(self._uri, uri=True, check_same_thread=False)
        except sqlite3.OperationalError as failure:
            raise CassetteError(self.path, str(failure)) from failure

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()


def _unclaimed(connection: sqlite3.Connection) -> dict[bytes, list[int]]:
    """Key -> ids, the next to be played last: popping is atomic and frees memory."""
    index: dict[bytes, list[int]] = {}
    for key, number in connection.execute(KEYS, (PROFILE,)):
        index.setdefault(key, []).append(number)
    return index


def rules_in(connection: sqlite3.Connection) -> Rules | None:
    """Those that the recordings were made with, which are the same for all; None where there is no recording.

    Raises ValueError when this version does not know them.
    """
    first = connection.execute("SELECT redaction_policy FROM interaction LIMIT 1").fetchone()
    return rules_by(first[0]) if first else None
