"""Opens a cassette for writing, and leaves it as one plain file."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

from . import identity
from .errors import CassetteError
from .lock import InUse, WriterLock, beside
from .matching.names import PROFILES
from .unsketched import catch_up

logger = logging.getLogger(__name__)

KEYS = "SELECT count(*) FROM match_key WHERE profile = ?"


def open_database(path: Path) -> sqlite3.Connection:
    """A writable cassette of the present format in WAL mode, made if need be.

    Raises CassetteError and changes nothing when the file is something else, newer, corrupt or read-only.
    The connection may be handed to one other thread.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise CassetteError(path, failure.strerror or str(failure)) from failure
    if path.exists() and path.stat().st_size:
        identity.check(path)
    try:
        return _prepared(path, sqlite3.connect(path, timeout=5.0, check_same_thread=False))
    except sqlite3.OperationalError as failure:
        raise CassetteError(path, f"cannot be written: {failure}") from failure
    except sqlite3.DatabaseError as failure:
        raise CassetteError(path, f"corrupt: {failure}") from failure


def _prepared(path: Path, connection: sqlite3.Connection) -> sqlite3.Connection:
    try:
        if not identity.is_blank(connection):
            identity.check_format(path, connection)
            identity.check_pages(path, connection)
        if identity.format_of(connection) < identity.FORMAT:
            _migrate(connection)
        for setting in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {setting}")
        with connection:
            connection.execute("UPDATE interaction SET state = 'quarantined' WHERE state = 'partial'")
        _rekey(connection)
        catch_up(connection)
        return connection
    except BaseException:
        connection.close()
        raise


def _migrate(connection: sqlite3.Connection) -> None:
    """Imports here: only a new cassette, or one of an older format, pays for them."""
    from sqlite_utils import Database

    from .schema import migrations

    migrations.apply(Database(connection))


def _rekey(connection: sqlite3.Connection) -> None:
    """Recordings of before a profile are found by it from now on."""
    if _behind(connection):
        from .rekey import rekey

        rekey(connection)


def _behind(connection: sqlite3.Connection) -> bool:
    exact, llm = (connection.execute(KEYS, (name,)).fetchone()[0] for name in PROFILES[:2])
    return bool(llm < exact)


def finish(connection: sqlite3.Connection) -> None:
    """Everything into the one file, which any reader may then open, from a read-only folder too."""
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as failure:
        logger.warning("the cassette keeps its -wal file: %s", failure)
    finally:
        connection.close()


def recover(path: Path) -> None:
    """Take in what a killed recorder left: its -wal file, its lock. Raises InUse when a recorder still runs.

    What the recorder's own process still writes is waited for, as long as SQLite waits for its turn.
    """
    log = path.with_name(path.name + "-wal")
    if not log.exists() and not beside(path).exists():
        return
    try:
        lock = WriterLock(path)
        try:
            finish(open_database(path))
        finally:
            lock.release()
    except InUse:
        raise
    except CassetteError as failure:
        if log.exists() and log.stat().st_size:
            raise CassetteError(
                path, f"has recordings in {log.name} that could not be taken in: {failure.reason}"
            ) from failure
        return
    if log.exists():
        raise CassetteError(path, "is being recorded by another process")
