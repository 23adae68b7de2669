"""Reads a cassette: keys in memory, everything else from the file when it is asked for."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import identity
from .about import about, name_of
from .canonical import PROFILE
from .cursor import Cursors
from .errors import CassetteError
from .generation import PRESENT
from .interaction import Interaction
from .older import as_present
from .reading import tape_of
from .recording import Answered
from .redaction.rules import Rules, rules_by
from .rows import load

KEYS = (
    f"SELECT key, interaction_id FROM match_key WHERE profile = ? AND {PRESENT} ORDER BY key, session_id, seq"
)


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
                self._repeats = _repeats(connection)
                self.rules = rules_in(connection)
                self.about = about(connection)
        except CassetteError:
            self.close()
            raise

    def holds(self, scope: str, key: bytes) -> bool:
        """Whether `claim` would find something."""
        return self.cursors.peek(scope, key, len(self._repeats.get(key, ()))) is not None

    def claim(self, scope: str, key: bytes) -> int | None:
        """The next recording of `key` for `scope`, in the order they were asked; None past the last."""
        repeats = self._repeats.get(key, ())
        index = self.cursors.claim(scope, key, len(repeats))
        return None if index is None else repeats[index]

    def read(self, number: int) -> Interaction:
        """Recording `number`, with its whole body. Raises CassetteError when it is damaged."""
        with self.connection() as connection:
            return load(connection, number)

    def answered(self, number: int) -> Answered:
        """The reply of recording `number` as it is stored. Raises CassetteError when it is damaged."""
        with self.connection() as connection:
            return tape_of(self.path, connection).recording(name_of(connection, number).uid).answered

    def count(self, key: bytes) -> int:
        """How often `key` was recorded."""
        return len(self._repeats.get(key, ()))

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


def _repeats(connection: sqlite3.Connection) -> dict[bytes, list[int]]:
    """Key -> ids, in the order in which they are played."""
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
