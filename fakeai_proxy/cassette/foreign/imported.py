"""Captures into a new cassette, as if they were recorded now."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path

from fakeai_proxy.cassette.entry import entry_of
from fakeai_proxy.cassette.errors import CassetteError
from fakeai_proxy.cassette.headers import credentials, telling
from fakeai_proxy.cassette.inserting import put_session
from fakeai_proxy.cassette.interaction import Capture
from fakeai_proxy.cassette.made import making
from fakeai_proxy.cassette.recording import Session
from fakeai_proxy.cassette.redaction.numbers import Numbers
from fakeai_proxy.cassette.redaction.rules import Rules
from fakeai_proxy.cassette.rows import put, remember, utc


def imported(
    captures: Iterable[Capture],
    path: Path,
    rules: Rules,
    tick: Callable[[], None],
    *,
    source: Path,
    replace: bool = False,
) -> None:
    """The cassette `path`, of one session, sealed; all or nothing. Credentials are redacted by `rules`.

    Raises CassetteError: of `source` where that is damaged or a reply cannot be searched for secrets.
    """
    try:
        with making(path, replace=replace) as connection:
            _fill(connection, captures, rules, tick)
    except CassetteError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as failure:
        raise CassetteError(source, f"cannot be imported: {_said(failure)}") from failure


def _fill(
    connection: sqlite3.Connection, captures: Iterable[Capture], rules: Rules, tick: Callable[[], None]
) -> None:
    salt: bytes = connection.execute("SELECT salt FROM cassette").fetchone()[0]
    uid, numbers, known = secrets.token_hex(4), Numbers(salt), dict[bytes, None]()
    session = put_session(connection, Session(0, uid, utc(0), None, version("fakeai-proxy")))
    for capture in captures:
        known.update(dict.fromkeys(filter(telling, credentials(capture.request))))
        entry = entry_of(capture, salt, known, rules, numbers)
        put(connection, entry, session, uid, rules.policy)
        tick()
    remember(connection, numbers.fresh)
    connection.execute("UPDATE interaction SET origin = 'imported'")
    _finish(connection)


def _finish(connection: sqlite3.Connection) -> None:
    """The session lasted from the first request to the last; nothing was recorded in none."""
    first, last = connection.execute("SELECT min(started_at), max(started_at) FROM interaction").fetchone()
    if first is None:
        connection.execute("DELETE FROM session")
        return
    connection.execute("UPDATE session SET started_at = ?, ended_at = ?", (first, last))
    connection.execute("UPDATE cassette SET sealed = 1")


def _said(failure: Exception) -> str:
    return f"{failure} is missing" if isinstance(failure, KeyError) else str(failure)
