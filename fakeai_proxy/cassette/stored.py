"""Recordings as captures again: what a cassette holds, in the form in which it came."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, cast

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Head

from .interaction import Capture, Chunk, Ending, Kind, Said
from .reading import tape_of
from .recording import Answered, Asked, Recording

ORDER = "SELECT id, uid, session_id FROM interaction ORDER BY session_id, seq"


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
    tape = tape_of(Path(), connection)
    for number, uid, session in connection.execute(ORDER).fetchall():
        try:
            recording = tape.recording(uid)
        except KeyError:
            raise ValueError(f"interaction {number} has no reply") from None
        yield Stored(number, uid, session, recording.state == "active", captured(recording))


def captured(recording: Recording) -> Capture:
    """As it came, but for what was taken out."""
    asked, reply = recording.asked, recording.answered
    return Capture(
        request=_request(asked, b"" if reply.messages else asked.body),  # else it is what the client said
        order=recording.seq,
        replace=None,
        started_at=datetime.fromisoformat(recording.started_at).timestamp(),
        head=Head(reply.status, reply.headers),
        head_ns=reply.head_ns,
        chunks=tuple(_chunks(reply)),
        end=cast(Ending, reply.end),
        end_ns=reply.end_ns,
        kind=cast(Kind, reply.kind),
        messages=tuple(_said(asked, reply)),
        trailers=reply.trailers,
    )


def _request(asked: Asked, body: bytes) -> Request:
    return Request(
        asked.method,
        asked.path,
        host=asked.host,
        query=asked.query,
        headers=asked.headers,
        body=body,
        scheme=asked.scheme,
        port=asked.port,
    )


def _chunks(reply: Answered) -> Iterator[Chunk]:
    if reply.kind == "http" and reply.body:
        yield Chunk(reply.end_ns, reply.body)
    for ns, start, size in reply.slices:
        yield Chunk(ns, reply.body[start : start + size])


def _said(asked: Asked, reply: Answered) -> Iterator[Said]:
    bodies = {"client": asked.body, "server": reply.body}
    for ns, sender, binary, start, size in reply.messages:
        yield Said(ns, sender, binary, bodies[sender][start : start + size])
