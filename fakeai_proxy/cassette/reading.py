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
from fakeai_proxy.core.steps import Headers

from . import identity
from .canonical import PROFILE
from .database import recover
from .errors import CassetteError
from .older import as_present
from .recording import Answered, Asked, Early, Found, Message, Recording, Session, Slice
from .rows import unpacked

CASSETTE = "SELECT salt, sealed, generation, max_age_s FROM cassette"
RECORDINGS = """
SELECT i.id, i.uid, i.seq, i.state, i.started_at, i.origin, i.redaction_policy,
  i.scope, i.parent_uid, i.recipe,
  i.method, i.scheme, i.host, i.port, i.path, i.query, i.req_headers, q.codec, q.data,
  i.auth_fp, i.model, i.stream,
  r.kind, r.status, r.headers, r.t_headers, r.t_end, r.end_kind, r.body, a.codec, a.data, r.trailers, r.early
FROM interaction i JOIN reply r ON r.interaction_id = i.id
  JOIN blob q ON q.id = i.req_blob LEFT JOIN blob a ON a.id = r.blob_id
"""
OF_SESSION = f"{RECORDINGS} WHERE i.session_id = ? ORDER BY i.seq"
OF_NAME = f"{RECORDINGS} WHERE i.uid = ?"
SESSIONS = """
SELECT id, uid, started_at, ended_at, tool_version, generation, outcome, scope FROM session ORDER BY id
"""
SLICES = "SELECT t, off, len FROM chunk WHERE interaction_id = ? ORDER BY idx"
MESSAGES = "SELECT t, sender, binary, off, len FROM message WHERE interaction_id = ? ORDER BY idx"
FOUND = "SELECT place, placeholder, n FROM redaction WHERE interaction_id = ? ORDER BY place, placeholder"
KEYS = "SELECT interaction_id, profile, key FROM match_key WHERE {} = ? ORDER BY profile, key"


@dataclass(frozen=True, slots=True)
class Tape:
    """An open cassette. Its recordings come in the order in which they were asked, sessions in theirs."""

    path: Path
    connection: sqlite3.Connection
    salt: bytes
    sealed: bool
    generation: int
    """The one that is replayed."""
    max_age_s: int | None

    def __len__(self) -> int:
        return int(self.connection.execute("SELECT count(*) FROM interaction").fetchone()[0])

    def sessions(self) -> list[Session]:
        return [Session(*row) for row in self.connection.execute(SESSIONS)]

    def recordings(self, session: Session) -> Iterator[Recording]:
        """One at a time in memory. Raises ValueError when a body is damaged."""
        keys = self._keys("session_id", session.number)
        for row in self.connection.execute(OF_SESSION, (session.number,)):
            yield self._recording(keys.get(row[0], []), *row)

    def recording(self, uid: str) -> Recording:
        """The one of that name. Raises KeyError when there is none, ValueError when a body is damaged."""
        row = self.connection.execute(OF_NAME, (uid,)).fetchone()
        if row is None:
            raise KeyError(uid)
        return self._recording(self._keys("interaction_id", row[0]).get(row[0], []), *row)

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
        return list(self.connection.execute("SELECT kind, number, fp FROM secret ORDER BY kind, number"))

    def _keys(self, column: str, number: int) -> dict[int, list[tuple[str, bytes]]]:
        """(profile, key) of each recording where `column` is `number`: at once, as no index leads there."""
        found: dict[int, list[tuple[str, bytes]]] = {}
        for recording, *key in self.connection.execute(KEYS.format(column), (number,)):
            found.setdefault(recording, []).append((key[0], key[1]))
        return found

    def _recording(self, keys: list[tuple[str, bytes]], number: int, *row: Any) -> Recording:
        uid, seq, state, started_at, origin, policy, scope, parent, recipe, *rest = row
        found = self.connection.execute(FOUND, (number,))
        slices = tuple(Slice(*one) for one in self.connection.execute(SLICES, (number,)))
        return Recording(
            uid=uid,
            seq=seq,
            state=state,
            started_at=started_at,
            origin=origin,
            policy=policy,
            asked=_asked(*rest[:12]),
            answered=_answered(slices, self._messages(number), *rest[12:]),
            found=tuple(Found(*one) for one in found),
            key=next((key for profile, key in keys if profile == PROFILE), None),
            keys=tuple(one for one in keys if one[0] != PROFILE),
            scope=scope,
            parent_uid=parent,
            recipe=recipe,
        )

    def _messages(self, number: int) -> tuple[Message, ...]:
        rows = self.connection.execute(MESSAGES, (number,))
        return tuple(Message(ns, sender, bool(binary), *where) for ns, sender, binary, *where in rows)


def _asked(*row: Any) -> Asked:
    method, scheme, host, port, path, query, headers, codec, data, auth, model, stream = row
    pairs, body = _pairs(headers), unpacked(codec, data)
    return Asked(method, scheme, host, port, path, query, pairs, body, auth, model, bool(stream))


def _answered(slices: tuple[Slice, ...], messages: tuple[Message, ...], *row: Any) -> Answered:
    kind, status, headers, head_ns, end_ns, end, short, codec, data, trailers, early = row
    return Answered(
        kind=kind,
        status=status,
        headers=_pairs(headers),
        head_ns=head_ns,
        end_ns=end_ns,
        end=end,
        body=unpacked(codec, data) if short is None else short,
        slices=slices,
        trailers=_pairs(trailers or "[]"),
        early=tuple(Early(ns, status, _named(pairs)) for ns, status, pairs in json.loads(early or "[]")),
        messages=messages,
    )


def _pairs(headers: str) -> Headers:
    return _named(json.loads(headers))


def _named(pairs: list[list[str]]) -> Headers:
    return tuple((name, value) for name, value in pairs)


def tape_of(path: Path, connection: sqlite3.Connection) -> Tape:
    """The cassette that `connection` has open, of the present format."""
    salt, sealed, *rest = connection.execute(CASSETTE).fetchone()
    return Tape(path, connection, salt, bool(sealed), *rest)


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
            as_present(connection)
            yield tape_of(path, connection)
    except SettingsError:
        raise
    except (sqlite3.DatabaseError, ValueError) as failure:
        raise CassetteError(path, f"corrupt: {failure}") from failure
