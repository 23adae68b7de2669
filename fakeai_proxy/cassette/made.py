"""A cassette made whole, beside the place where it will be, and then put there."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .database import finish, open_database, recover
from .errors import CassetteError


@contextmanager
def making(path: Path, *, replace: bool = False) -> Iterator[sqlite3.Connection]:
    """An empty cassette to be filled in one transaction, `path` once that is done.

    Raises CassetteError when `path` is there already and not to be replaced, or cannot be written.
    """
    if path.exists() and not replace:
        raise CassetteError(path, "exists already; give --force to replace it")
    if path.exists():
        recover(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        connection = open_database(beside)
        try:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
        finally:
            finish(connection)
        beside.replace(path)
    except CassetteError as failure:
        raise CassetteError(path if failure.path == beside else failure.path, failure.reason) from failure
    except sqlite3.OperationalError as failure:
        raise CassetteError(path, f"cannot be written: {failure}") from failure
    except OSError as failure:
        raise CassetteError(path, f"cannot be written: {failure.strerror}") from failure
    finally:
        for suffix in ("", "-wal", "-shm"):
            with suppress(OSError):
                beside.with_name(beside.name + suffix).unlink(missing_ok=True)
