"""Recordings as captures again: what a cassette holds, in the form in which it came."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Head, Headers

from .interaction import Capture
from .rows import load, unpacked

ORDER = "SELECT id FROM interaction ORDER BY session_id, seq"
ASKED = """
SELECT i.uid, i.session_id, i.state, i.seq, i.started_at, i.method, i.scheme, i.host, i.port, i.path, i.query,
  i.req_headers, b.codec, b.data, r.end_kind
FROM interaction i JOIN blob b ON b.id = i.req_blob JOIN reply r ON r.interaction_id = i.id
WHERE i.id = ?
"""


class Stored(NamedTuple):
    """One interaction of a cassette."""

    number: int
    uid: str
    session: int
    active: bool
    capture: Capture


def stored(connection: sqlite3.Connection) -> Iterator[Stored]:
    """All interactions in the order in which they were asked, one at a time in memory.

    Raises ValueError and sqlite3.DatabaseError where the file is damaged.
    """
    for (number,) in connection.execute(ORDER).fetchall():
        yield _stored(connection, number)


def _stored(connection: sqlite3.Connection, number: int) -> Stored:
    row = connection.execute(ASKED, (number,)).fetchone()
    if row is None:
        raise ValueError(f"interaction {number} has no reply")
    uid, session, state, seq, started_at, method, scheme, host, port, path, query, *sent, end = row
    headers, codec, data = sent
    reply = load(connection, number)
    request = Request(
        method,
        path,
        host=host,
        query=query,
        headers=_pairs(headers),
        body=b"" if reply.messages else unpacked(codec, data),  # else the client said it message by message
        scheme=scheme,
        port=port,
    )
    capture = Capture(
        request=request,
        order=seq,
        replace=None,
        started_at=datetime.fromisoformat(started_at).timestamp(),
        head=Head(reply.status, reply.headers),
        head_ns=reply.head_ns,
        chunks=reply.chunks,
        end=end,
        end_ns=reply.end_ns,
        kind=reply.kind,
        messages=reply.messages,
        trailers=reply.trailers,
    )
    return Stored(number, uid, session, state == "active", capture)


def _pairs(text: str) -> Headers:
    return tuple((name, value) for name, value in json.loads(text))
