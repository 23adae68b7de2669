"""Is this file a cassette, whole, and of a format we know? Looks without writing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from .errors import CassetteError

APPLICATION_ID = 0x46414B45
"""'FAKE'"""
FORMAT = 3
QUICK_CHECK_BYTES = 8 * 2**20
MAGIC = b"SQLite format 3\x00"
TEXT = b'{"cassette": '
"""How the text of a cassette begins."""


def check(path: Path) -> None:
    """Raises CassetteError naming the file and what is wrong with it."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
        size = path.stat().st_size
    except OSError as failure:
        raise CassetteError(path, failure.strerror or str(failure)) from failure
    if head.startswith(TEXT):
        made = path.with_suffix(".db")
        raise CassetteError(
            path, f"the text of a cassette; make one of it with 'fakeai-proxy cassette import {path} {made}'"
        )
    if not head.startswith(MAGIC):
        raise CassetteError(path, "not a cassette (not an SQLite file)")
    _whole(path, head, size)


def _whole(path: Path, head: bytes, size: int) -> None:
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    if len(head) < 100 or size < pages * (65536 if page == 1 else page):
        raise CassetteError(path, f"corrupt: truncated at {size} bytes")


def check_format(path: Path, connection: sqlite3.Connection) -> None:
    """Raises CassetteError for another program's database and for a format newer than FORMAT."""
    number = _pragma(connection, "application_id")
    if number != APPLICATION_ID:
        raise CassetteError(path, "not a cassette (an SQLite file of another program)")
    found = format_of(connection)
    if found > FORMAT:
        raise CassetteError(
            path, f"of format {found}, newer than this fakeai-proxy reads ({FORMAT}); upgrade it"
        )


def format_of(connection: sqlite3.Connection) -> int:
    """0 for a file without tables."""
    return _pragma(connection, "user_version")


def check_pages(path: Path, connection: sqlite3.Connection) -> None:
    """Raises CassetteError when a small file is damaged anywhere; a large one shows it when it is read."""
    if path.stat().st_size <= QUICK_CHECK_BYTES:
        verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise CassetteError(path, f"corrupt: {verdict}")


def is_blank(connection: sqlite3.Connection) -> bool:
    """No table yet: a file that was created and never filled."""
    return not connection.execute("SELECT 1 FROM sqlite_master").fetchone()


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
