"""The one thread that writes. The event loop only ever appends to a bounded queue."""

from __future__ import annotations

import logging
import secrets
import sqlite3
import threading
from collections import deque
from importlib.metadata import version
from pathlib import Path

from fakeai_proxy.core.clock import Clock

from .database import finish, open_database
from .entry import Entry, entry_of
from .headers import credentials, telling
from .interaction import Capture
from .redaction.numbers import Numbers
from .redaction.rules import Rules, default_rules
from .rows import disable, numbered, put, remember, utc

logger = logging.getLogger(__name__)

QUEUE_BYTES = 256 * 2**20
QUEUE_LENGTH = 4096
"""Recordings that wait to be written; beyond either bound the next is dropped, loudly."""
KNOWN_CREDENTIALS = 64
"""The last callers' credentials, searched for in everyone's texts."""


class Writer:
    """Opens (or makes) the cassette at once, and writes until `close`. Raises CassetteError."""

    def __init__(self, path: Path, clock: Clock, rules: Rules | None = None) -> None:
        self.path, self._clock, self._rules = path, clock, rules or default_rules()
        self.failed: str | None = None
        """Why a recording was first lost."""
        self.lost = 0
        self._connection = open_database(path)
        self._salt: bytes = self._connection.execute("SELECT salt FROM cassette").fetchone()[0]
        self._numbers = Numbers(self._salt, numbered(self._connection))
        self._session: int | None = None
        self._session_uid = secrets.token_hex(4)
        self._complete = 0
        self._known: dict[bytes, None] = {}
        self._queue: deque[Capture | None] = deque()
        self._queued_bytes = 0
        self._closing = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="cassette-writer", daemon=True)
        self._thread.start()

    def submit(self, capture: Capture) -> None:
        """Queue one recording; never waits."""
        with self._changed:
            refusal = self._refusal(capture)
            if refusal is None:
                self._queue.append(capture)
                self._queued_bytes += capture.size
                self._changed.notify()
        if refusal:
            self._lose(refusal)

    def _refusal(self, capture: Capture) -> str | None:
        if self._closing:
            return "it ended after the cassette was closed"
        full = len(self._queue) >= QUEUE_LENGTH or self._queued_bytes + capture.size > QUEUE_BYTES
        return "the disk is slower than the traffic and the queue is full" if full and self._queue else None

    def close(self) -> None:
        """Write what is queued, seal the cassette and leave one plain file."""
        with self._changed:
            self._closing = True
            self._queue.append(None)
            self._changed.notify()
        self._thread.join()
        if self.lost:
            logger.error("%s: %d recordings were lost (%s)", self.path, self.lost, self.failed)

    def _run(self) -> None:
        while (capture := self._next()) is not None:
            self._write(capture)
        self._seal()
        finish(self._connection)

    def _next(self) -> Capture | None:
        with self._changed:
            while not self._queue:
                self._changed.wait()
            capture = self._queue.popleft()
            self._queued_bytes -= capture.size if capture else 0
        return capture

    def _write(self, capture: Capture) -> None:
        self._learn(capture)
        try:
            entry = entry_of(capture, self._salt, self._known, self._rules, self._numbers)
            self._store(entry)
        except sqlite3.Error as failure:
            self._lose(str(failure))
        except ValueError as failure:
            self._lose(f"a reply could not be searched for credentials: {failure}")
        except Exception as failure:  # the thread must outlive any one recording
            self._lose(type(failure).__name__)

    def _store(self, entry: Entry) -> None:
        with self._connection as connection:
            connection.execute("BEGIN IMMEDIATE")
            session = self._session or self._begin(connection)
            if entry.capture.replace and entry.end == "complete":
                disable(connection, entry.key, before=session)
            put(connection, entry, session, self._session_uid, self._rules.policy)
            remember(connection, self._numbers.fresh)
        self._numbers.fresh.clear()
        self._session = session
        self._complete += entry.end == "complete"
        logger.debug("recorded %s %s (%s, %s)", entry.canonical.method, entry.path, entry.kind, entry.end)

    def _begin(self, connection: sqlite3.Connection) -> int:
        row = (self._session_uid, utc(self._clock.wall()), version("fakeai-proxy"))
        insert = "INSERT INTO session(uid, started_at, tool_version) VALUES (?, ?, ?)"
        return int(connection.execute(insert, row).lastrowid or 0)

    def _seal(self) -> None:
        if self._session is None:
            return
        try:
            with self._connection as connection:
                ended = (utc(self._clock.wall()), self._session)
                connection.execute("UPDATE session SET ended_at = ? WHERE id = ?", ended)
                if self._complete and not self.failed:
                    connection.execute("UPDATE cassette SET sealed = 1")
        except sqlite3.Error as failure:
            self._lose(str(failure))

    def _learn(self, capture: Capture) -> None:
        for secret in credentials(capture.request):
            if telling(secret):
                self._known[secret] = None
        while len(self._known) > KNOWN_CREDENTIALS:
            del self._known[next(iter(self._known))]

    def _lose(self, reason: str) -> None:
        self.lost += 1
        if self.failed is None:
            self.failed = reason
            logger.error("%s: a recording is lost: %s. The traffic goes on.", self.path, reason)
