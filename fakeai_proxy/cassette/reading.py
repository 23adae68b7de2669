"""A cassette, recording by recording: for whatever lists, copies or tells of it. Never writes to it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fakeai_proxy.core.errors import SettingsError

from . import identity
from .canonical import PROFILE
from .database import recover
from .errors import CassetteError
from .recording import Answered, Asked, Found, Recording, Session, Slice
from .rows import unpacked

RECORDINGS = """
SELECT i.id, i.uid, i.seq, i.state, i.started_at, i.origin, i.redaction_policy,
  i.method, i.scheme, i.host, i.port, i.path, i.query, i.req_headers, q.codec, q.data,
  i.auth_fp, i.model, i.stream,
  r.kind, r.status, r.headers, r.t_headers, r.t_end, r.end_kind, r.body, a.codec, a.data
FROM interaction i JOIN reply r ON r.interaction_id = i.id
  JOIN blob q ON q.id = i.req_blob LEFT JOIN blob a ON a.id = r.blob_id
"""
OF_SESSION = f"{RECORDINGS} WHERE i.session_id = ? ORDER BY i.seq"
OF_NAME = f"{RECORDINGS} WHERE i.uid = ?"
SLICES = "SELECT t, off, len FROM chunk WHERE interaction_id = ? ORDER BY idx"
FOUND = "SELECT place, placeholder, n FROM redaction WHERE interaction_id = ? ORDER BY place, placeholder"
KEY = "SELECT key FROM match_key WHERE interaction_id = ? AND profile = ?"


@dataclass(frozen=True, slots=True)
class Tape:
    """An open cassette. Its recordings come in the order in which they were asked, sessions in theirs."""

    path: Path
    connection: sqlite3.Connection
    salt: bytes
    sealed: bool

    def __len__(self) -> int:
        return int(self.connection.execute("SELECT count(*) FROM interaction").fetchone()[0])

    def sessions(self) -> list[Session]:
        query = "SELECT id, uid, started_at, ended_at, tool_version FROM session ORDER BY id"
        return [Session(*row) for row in self.connection.execute(query)]

    def recordings(self, session: Session) -> Iterator[Recording]:
        """One at a time in memory. Raises ValueError when a body is damaged."""
        for row in self.connection.execute(OF_SESSION, (session.number,)):
            yield self._recording(*row)

    def recording(self, uid: str) -> Recording:
        """The one of that name. Raises KeyError when there is none, ValueError when a body is damaged."""
        row = self.connection.execute(OF_NAME, (uid,)).fetchone()
        if row is None:
            raise KeyError(uid)
        return self._recording(*row)

    def uids(self) -> list[str]:
        """The names of all recordings, in their order."""
        rows = self.connection.execute("SELECT uid FROM interaction ORDER BY session_id, seq")
        return [uid for (uid,) in rows]

    def all(self) -> Iterator[Recording]:
        """Those of all sessions."""
        for session in self.sessions():
            yield from self.recordings(session)

    def secrets(self) -> list[tuple[str, int, bytes | None]]:
        """(kind, number, fingerprint) of every secret that it remembers."""
        if identity.format_of(self.connection) < 2:
            return []
        return list(self.connection.execute("SELECT kind, number, fp FROM secret ORDER BY kind, number"))

    def _recording(self, number: int, *row: Any) -> Recording:
        uid, seq, state, started_at, origin, policy, *rest = row
        key = self.connection.execute(KEY, (number, PROFILE)).fetchone()
        found = self.connection.execute(FOUND, (number,))
        slices = self.connection.execute(SLICES, (number,))
        return Recording(
            uid=uid,
            seq=seq,
            state=state,
            started_at=started_at,
            origin=origin,
            policy=policy,
            asked=_asked(*rest[:12]),
            answered=_answered(tuple(Slice(*one) for one in slices), *rest[12:]),
            found=tuple(Found(*one) for one in found),
            key=key[0] if key else None,
        )


def _asked(*row: Any) -> Asked:
    method, scheme, host, port, path, query, headers, codec, data, auth, model, stream = row
    pairs, body = _pairs(headers), unpacked(codec, data)
    return Asked(method, scheme, host, port, path, query, pairs, body, auth, model, bool(stream))


def _answered(slices: tuple[Slice, ...], *row: Any) -> Answered:
    kind, status, headers, head_ns, end_ns, end, short, codec, data = row
    body = unpacked(codec, data) if short is None else short
    return Answered(kind, status, _pairs(headers), head_ns, end_ns, end, body, slices)


def _pairs(headers: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in json.loads(headers))


@contextmanager
def reading(path: Path) -> Iterator[Tape]:
    """`path`, open. Takes in what a killed recorder left; any file and folder may be read-only.

    Raises CassetteError for a file that is missing, no cassette, newer, damaged or being recorded.
    """
    recover(path)
    identity.check(path)
    try:
        uri = path.absolute().as_uri() + "?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            identity.check_format(path, connection)
            identity.check_pages(path, connection)
            salt, sealed = connection.execute("SELECT salt, sealed FROM cassette").fetchone()
            yield Tape(path, connection, salt, bool(sealed))
    except SettingsError:
        raise
    except (sqlite3.DatabaseError, ValueError) as failure:
        raise CassetteError(path, f"corrupt: {failure}") from failure
