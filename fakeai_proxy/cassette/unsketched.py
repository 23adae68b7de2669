"""Sketches that are made when there is time: they explain what is missing, and find nothing by themselves.

They are put in the order of the recordings: those of a writer that was killed are the ones after the last.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable
from contextlib import suppress

from .asked import recorded
from .matching.form import Form
from .matching.sketch import sketch
from .rows import put_sketch

logger = logging.getLogger(__name__)

MOST = 4096
BYTES = 8 * 2**20
"""Of bodies. What waits is kept in memory, and is no more than this."""

WITHOUT = """
SELECT id FROM interaction WHERE state = 'active'
  AND id > (SELECT coalesce(max(interaction_id), 0) FROM req_feature) ORDER BY id
"""


class Unsketched:
    """Recordings of one writer."""

    def __init__(self) -> None:
        self._waiting: list[tuple[int, Form]] = []
        self._bytes = 0
        self._failed = False

    def add(self, recordings: Iterable[tuple[int, Form]]) -> None:
        """Numbers and llm@1 forms, in their order."""
        for one in () if self._failed else recordings:
            self._waiting.append(one)
            self._bytes += len(one[1].body)

    @property
    def full(self) -> bool:
        return len(self._waiting) >= MOST or self._bytes >= BYTES

    def put(self, connection: sqlite3.Connection) -> None:
        """All of them, in one transaction. Once that fails, it is for whoever opens the cassette next."""
        if not self._waiting:
            return
        try:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                for number, form in self._waiting:
                    put_sketch(connection, sketch(form), number)
        except Exception as failure:  # what writes must outlive it
            self._failed = True
            logger.warning("misses are explained without the newest recordings for now: %s", failure)
        self._waiting.clear()
        self._bytes = 0


def catch_up(connection: sqlite3.Connection) -> None:
    """For those that a writer has left without; one that cannot be read stays so."""
    found = connection.execute(WITHOUT).fetchall()
    if not found:
        return
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for (number,) in found:
            with suppress(ValueError):
                put_sketch(connection, sketch(recorded(connection, number).asking.llm), number)
