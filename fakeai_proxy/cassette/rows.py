"""Entries into rows and rows into interactions."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from hashlib import sha256
from itertools import accumulate

from fakeai_proxy.core.steps import Headers

from .canonical import PROFILE
from .entry import Entry
from .interaction import Chunk, Interaction
from .redact import POLICY

COMPRESS_FROM = 2048
"""Bytes. Streams shrink about tenfold; a short answer is read faster as it is."""

LOAD = """
SELECT i.uid, i.kind, i.status, i.resp_headers, i.t_headers, i.t_end, b.codec, b.data
FROM interaction i JOIN blob b ON b.id = i.resp_blob WHERE i.id = ?
"""
INSERT = """
INSERT INTO interaction(uid, session_id, seq, kind, state, method, scheme, host, port, path, query,
  req_headers, req_blob, auth_fp, model, stream, status, resp_headers, resp_blob, end_kind, started_at,
  t_headers, t_end, redaction_policy)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def utc(seconds: float) -> str:
    """ISO 8601, of seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def put(connection: sqlite3.Connection, entry: Entry, session: int, session_uid: str) -> int:
    """Every row of `entry`; only a complete one can be found again. Returns its id."""
    body = b"".join(chunk.body for chunk in entry.chunks)
    blobs = _blob(connection, entry.request_body), _blob(connection, body)
    row = _row(entry, session, session_uid, *blobs)
    number = connection.execute(INSERT, row).lastrowid
    assert number is not None
    if entry.kind != "http":
        connection.executemany("INSERT INTO chunk VALUES (?, ?, ?, ?, ?)", _slices(number, entry.chunks))
    connection.executemany(
        "INSERT INTO redaction VALUES (?, ?, ?, ?)", [(number, *where, n) for where, n in entry.found.items()]
    )
    if entry.end == "complete":
        _index(connection, entry, session, number)
    return number


def _row(entry: Entry, session: int, session_uid: str, asked: int, answered: int) -> tuple[object, ...]:
    capture, request, canonical = entry.capture, entry.capture.request, entry.canonical
    return (
        f"{session_uid}-{capture.order}",
        session,
        capture.order,
        entry.kind,
        "active" if entry.end == "complete" else "quarantined",
        canonical.method,
        request.scheme,
        request.host,
        request.port,
        entry.path,
        canonical.query,
        json.dumps(entry.request_headers),
        asked,
        entry.auth,
        entry.model,
        entry.stream,
        capture.head.status,
        json.dumps(entry.headers),
        answered,
        entry.end,
        utc(capture.started_at),
        capture.head_ns,
        capture.end_ns,
        POLICY,
    )


def _slices(number: int, chunks: list[Chunk]) -> list[tuple[int, int, int, int, int]]:
    ends = accumulate(len(chunk.body) for chunk in chunks)
    return [
        (number, index, chunk.ns, end - len(chunk.body), len(chunk.body))
        for index, (chunk, end) in enumerate(zip(chunks, ends, strict=True))
    ]


def _index(connection: sqlite3.Connection, entry: Entry, session: int, number: int) -> None:
    key = (PROFILE, entry.key, session, entry.capture.order, number)
    connection.execute("INSERT INTO match_key VALUES (?, ?, ?, ?, ?)", key)
    features = [(number, pointer, vhash) for pointer, vhash in entry.features.items()]
    connection.executemany("INSERT INTO req_feature VALUES (?, ?, ?)", features)


def disable(connection: sqlite3.Connection, key: bytes, before: int) -> None:
    """Recordings of `key` from sessions before `before` stay in the file and are no longer replayed."""
    older = "SELECT interaction_id FROM match_key WHERE profile = ? AND key = ? AND session_id < ?"
    ids = [(row[0],) for row in connection.execute(older, (PROFILE, key, before)).fetchall()]
    connection.executemany("UPDATE interaction SET state = 'disabled' WHERE id = ?", ids)
    connection.executemany("DELETE FROM req_feature WHERE interaction_id = ?", ids)
    connection.execute(
        "DELETE FROM match_key WHERE profile = ? AND key = ? AND session_id < ?", (PROFILE, key, before)
    )


def _blob(connection: sqlite3.Connection, body: bytes) -> int:
    name = sha256(body).digest()
    known = connection.execute("SELECT id FROM blob WHERE sha256 = ?", (name,)).fetchone()
    if known:
        return int(known[0])
    codec, data = _packed(body)
    number = connection.execute(
        "INSERT INTO blob(sha256, size, codec, data) VALUES (?, ?, ?, ?)", (name, len(body), codec, data)
    ).lastrowid
    assert number is not None
    return number


def _packed(body: bytes) -> tuple[str, bytes]:
    if len(body) >= COMPRESS_FROM:
        import zstandard

        packed = zstandard.ZstdCompressor(write_checksum=True).compress(body)
        if len(packed) < 0.8 * len(body):
            return "zstd", packed
    return "raw", body


def unpacked(codec: str, data: bytes) -> bytes:
    """The body of a blob. Raises ValueError when it is damaged."""
    if codec == "raw":
        return data
    import zstandard

    try:
        return zstandard.ZstdDecompressor().decompress(data)
    except zstandard.ZstdError as failure:
        raise ValueError(str(failure)) from failure


def load(connection: sqlite3.Connection, number: int) -> Interaction:
    """Interaction `number` with its whole body in memory."""
    uid, kind, status, headers, head_ns, end_ns, codec, data = connection.execute(LOAD, (number,)).fetchone()
    body = unpacked(codec, data)
    chunks: tuple[Chunk, ...] = (Chunk(end_ns, body),) if body else ()
    if kind != "http":
        slices = "SELECT t, off, len FROM chunk WHERE interaction_id = ? ORDER BY idx"
        rows = connection.execute(slices, (number,)).fetchall()
        chunks = tuple(Chunk(ns, body[start : start + size]) for ns, start, size in rows)
    return Interaction(uid, kind, status, _pairs(headers), head_ns, chunks, end_ns)


def _pairs(text: str) -> Headers:
    return tuple((name, value) for name, value in json.loads(text))
