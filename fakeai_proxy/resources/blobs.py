"""The bytes of files, in pieces: nobody has to hold a whole one in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from threading import RLock  # noqa: TID251 - a lock starts no thread

from fakeai_proxy.core.errors import ApiError

PIECE = 256 * 1024
"""Bytes."""


class Blobs:
    """Bytes by the id of the resource they belong to, and go with. Safe for threads."""

    def __init__(self, connection: sqlite3.Connection, lock: RLock, most: int) -> None:
        self._connection, self._lock, self._most = connection, lock, most
        sql = "SELECT coalesce(sum(length(content)), 0) FROM piece"
        self.total = int(connection.execute(sql).fetchone()[0])
        """Bytes of all."""

    def append(self, id: str, content: bytes) -> None:
        """More bytes of `id`. Raises ApiError 413 where they would be too many of all together."""
        with self._lock:
            if self.total + len(content) > self._most:
                message = f"The files of all together may have {self._most} bytes (resources.max_bytes)."
                raise ApiError(413, message, code="storage_limit_exceeded")
            start = self.size(id)
            pieces = [(id, start + at, content[at : at + PIECE]) for at in range(0, len(content), PIECE)]
            self._connection.executemany("INSERT INTO piece VALUES (?, ?, ?)", pieces)
            self.total += len(content)

    def size(self, id: str) -> int:
        """Bytes of `id`; 0 where it has none."""
        sql = "SELECT start + length(content) FROM piece WHERE id = ? ORDER BY start DESC LIMIT 1"
        with self._lock:
            row = self._connection.execute(sql, (id,)).fetchone()
        return int(row[0]) if row else 0

    def read(self, id: str, start: int = 0, size: int | None = None) -> bytes:
        """At most `size` bytes from `start` on; None: all."""
        end = self.size(id) if size is None else start + size
        return b"".join(self.pieces(id, start, end))

    def pieces(self, id: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The same, piece by piece; between two, others may use the store."""
        end = self.size(id) if end is None else end
        while start < end:
            sql = "SELECT start, content FROM piece WHERE id = ? AND start <= ? ORDER BY start DESC LIMIT 1"
            with self._lock:
                row = self._connection.execute(sql, (id, start)).fetchone()
            piece = row[1][start - row[0] : end - row[0]] if row else b""
            if not piece:
                return
            yield piece
            start += len(piece)

    def move(self, id: str, to: str) -> None:
        """The bytes of `id` are those of `to` from now on, after what it had."""
        with self._lock:
            self._connection.execute(
                "UPDATE piece SET id = ?, start = start + ? WHERE id = ?", (to, self.size(to), id)
            )

    def drop(self, id: str) -> None:
        """Forget the bytes of `id`."""
        sql = "DELETE FROM piece WHERE id = ? RETURNING length(content)"
        with self._lock:
            self.total -= sum(size for (size,) in self._connection.execute(sql, (id,)).fetchall())
