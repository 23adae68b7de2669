"""Captures into the rows of one cassette, several in one transaction. For one thread."""

from __future__ import annotations

import logging
import secrets
import sqlite3
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from fakeai_proxy.core.clock import Clock

from .database import finish, open_database
from .entry import Entry, entry_of
from .generation import discard, generation_of, swap
from .headers import credentials, telling
from .interaction import Capture
from .matching.form import Form
from .redaction.numbers import Numbers
from .redaction.rules import Rules
from .replacing import disable
from .rows import numbered, put, remember, utc
from .unsketched import Unsketched

logger = logging.getLogger(__name__)

QUICKLY = ("foreign_keys = OFF", "wal_autocheckpoint = 4096")
"""Rows refer to what was written just before, in the same transaction; the log is taken in by 16 MiB."""
KNOWN_CREDENTIALS = 64
"""The last callers' credentials, searched for in everyone's texts."""


class Writing:
    """One session of recording into `path`, which is opened, or made, at once. Raises CassetteError.

    rewrite: what is written is a generation to come; max_age: seconds after which recordings expire.
    """

    def __init__(
        self, path: Path, clock: Clock, rules: Rules, *, rewrite: bool = False, max_age: float | None = None
    ) -> None:
        self.path, self._clock, self._rules, self._rewrite = path, clock, rules, rewrite
        self.failed: str | None = None
        """Why a recording was first lost."""
        self.lost = 0
        self.outcome = ""
        """How the session went: `passed` or `failed`, where somebody judged it."""
        self._connection = open_database(path)
        self._prepare(max_age)
        for setting in QUICKLY:
            self._connection.execute(f"PRAGMA {setting}")
        self._salt: bytes = self._connection.execute("SELECT salt FROM cassette").fetchone()[0]
        self._numbers = Numbers(self._salt, numbered(self._connection))
        self._session: int | None = None
        self._session_uid = secrets.token_hex(4)
        self._complete = 0
        self._known: dict[bytes, None] = {}
        self._late = Unsketched()

    def write(self, captures: Sequence[Capture]) -> None:
        """All that can be: one that cannot leaves the others."""
        entries = [entry for capture in captures if (entry := self._entry(capture))]
        try:
            self._store(entries)
        except sqlite3.Error as failure:
            if len(entries) == 1:
                self.lose(str(failure))
                return
            for entry in entries:
                self._store_alone(entry)
        if self._late.full:
            self.settle()

    def settle(self) -> None:
        """What was put off: to be called when there is time."""
        self._late.put(self._connection)

    def close(self) -> None:
        """The session ended in order. Leaves one plain file."""
        self.settle()
        if self._session is not None:
            self._seal(self._session)
        finish(self._connection)

    def leave(self) -> None:
        """Close it as it is, for another to finish. What was written is whole."""
        self._connection.close()

    def lose(self, reason: str, count: int = 1) -> None:
        """So many recordings are not written."""
        self.lost += count
        if self.failed is None:
            self.failed = reason
            logger.error("%s: a recording is lost: %s. The traffic goes on.", self.path, reason)

    def _prepare(self, max_age: float | None) -> None:
        """Away with what a killed rewrite left, and with the former word on how long recordings are good."""
        try:
            with self._connection as connection:
                discard(connection)
                if max_age is not None:
                    connection.execute("UPDATE cassette SET max_age_s = ?", (round(max_age),))
        except BaseException:
            self._connection.close()
            raise

    def _entry(self, capture: Capture) -> Entry | None:
        self._learn(capture)
        try:
            return entry_of(capture, self._salt, self._known, self._rules, self._numbers)
        except ValueError as failure:
            self.lose(f"a reply could not be searched for credentials: {failure}")
        except Exception as failure:  # the thread must outlive any one recording
            self.lose(type(failure).__name__)
        return None

    def _store_alone(self, entry: Entry) -> None:
        try:
            self._store([entry])
        except sqlite3.Error as failure:
            self.lose(str(failure))

    def _store(self, entries: Sequence[Entry]) -> None:
        """In one transaction."""
        if not entries:
            return
        with self._connection as connection:
            connection.execute("BEGIN IMMEDIATE")
            session = self._session or self._begin(connection)
            late = list[tuple[int, Form]]()
            for entry in entries:
                if entry.capture.replace and entry.end == "complete":
                    disable(connection, entry.keys, entry.capture.replace, before=session)
                uid, policy = self._session_uid, self._rules.policy
                number = put(connection, entry, session, uid, policy, sketched=False)
                if entry.end == "complete":
                    late.append((number, entry.form))
            remember(connection, self._numbers.fresh)
        self._numbers.fresh.clear()
        self._late.add(late)
        self._session = session
        self._complete += sum(entry.end == "complete" for entry in entries)
        for entry in entries:
            logger.debug("recorded %s %s (%s, %s)", entry.canonical.method, entry.path, entry.kind, entry.end)

    def _begin(self, connection: sqlite3.Connection) -> int:
        generation = generation_of(connection) + self._rewrite
        row = (self._session_uid, utc(self._clock.wall()), version("fakeai-proxy"), generation)
        insert = "INSERT INTO session(uid, started_at, tool_version, generation) VALUES (?, ?, ?, ?)"
        return int(connection.execute(insert, row).lastrowid or 0)

    def _seal(self, session: int) -> None:
        try:
            with self._connection as connection:
                ended = (utc(self._clock.wall()), self.outcome or None, session)
                connection.execute("UPDATE session SET ended_at = ?, outcome = ? WHERE id = ?", ended)
                whole = self._complete and not self.failed and self.outcome != "failed"
                if whole:
                    connection.execute("UPDATE cassette SET sealed = 1")
                if self._rewrite:
                    (swap if whole else discard)(connection)
        except sqlite3.Error as failure:
            self.lose(str(failure))

    def _learn(self, capture: Capture) -> None:
        for secret in credentials(capture.request):
            if telling(secret):
                self._known[secret] = None
        while len(self._known) > KNOWN_CREDENTIALS:
            del self._known[next(iter(self._known))]
