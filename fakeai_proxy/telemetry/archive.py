"""The one thread that writes rows to a file. It takes them from the ring, so nobody ever waits for it."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from fakeai_proxy.core.clock import Clock

from .columns import COLUMNS
from .schema import open_file
from .snapshot import Taken

logger = logging.getLogger(__name__)

INTERVAL = 1.0
"""Real seconds between two transactions."""
HOUR = 3600.0
INSERT = f"INSERT INTO exchange VALUES (NULL, ?{', ?' * len(COLUMNS)})"


class Archive:
    """Opens (or makes) the file at once, and writes until `close`. Raises SettingsError."""

    def __init__(self, path: Path, hours: float, clock: Clock, take: Callable[[int], Taken]) -> None:
        """hours: rows older than that are deleted; take: the rows from a number on."""
        self.path, self.lost = path, 0
        self.failed: str | None = None
        """Why rows could not be written, the first time."""
        self._hours, self._clock, self._take = hours, clock, take
        self._connection = open_file(path)
        self._run = f"{clock.wall():.3f}"
        self._next = 0
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="telemetry-writer", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Write what is left, and leave one plain file."""
        self._closing.set()
        self._thread.join()
        if self.lost:
            logger.error("%s: %d rows were lost (%s)", self.path, self.lost, self.failed)

    def _work(self) -> None:
        while not self._closing.wait(INTERVAL):
            self._write()
        self._write()
        self.lost += self._take(self._next).written - self._next
        try:
            self._connection.execute("PRAGMA journal_mode = DELETE")
            self._connection.close()
        except sqlite3.Error as failure:
            self._fail(str(failure))

    def _write(self) -> None:
        taken = self._take(self._next)
        if taken.lost:
            self.lost += taken.lost
            self._fail("the file is slower than the traffic")
        try:
            with self._connection as connection:
                connection.executemany(INSERT, records(taken, self._run))
                oldest = self._clock.wall() - self._hours * HOUR
                connection.execute("DELETE FROM exchange WHERE wall < ?", (oldest,))
        except sqlite3.Error as failure:
            self._fail(str(failure))
            self._next += taken.lost  # the rows are tried again, as long as the ring holds them
        else:
            self._next = taken.written

    def _fail(self, why: str) -> None:
        if self.failed is None:
            self.failed = why
            logger.error("%s: rows of telemetry are not written: %s. The traffic goes on.", self.path, why)


def records(taken: Taken, run: str) -> Iterator[tuple[Any, ...]]:
    """A row of the table for each row, names in place of their numbers."""
    columns = []
    for name, _, _ in COLUMNS:
        values = taken.rows[name].tolist()
        if shown := taken.names.get(name):
            values = [shown[value] for value in values]
        columns.append(values)
    return ((run, *values) for values in zip(*columns, strict=True))
