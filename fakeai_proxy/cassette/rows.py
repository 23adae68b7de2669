"""Entries into rows and rows into interactions."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from itertools import accumulate

from fakeai_proxy.core.steps import Headers

from .entry import Entry
from .interaction import Chunk, Interaction, Said
from .matching.sketch import sketch
from .redaction.numbers import Numbered
from .redaction.placeholder import parsed
from .redaction.rules import POLICY
from .spoken import said_by

IN_PLACE = 2048
"""Bytes. A shorter reply is kept in its row and read fastest; a stream shrinks about tenfold when packed."""

LOAD = """
SELECT r.kind, r.status, r.headers, r.t_headers, r.t_end, r.trailers, r.end_kind, r.body, b.codec, b.data
FROM reply r LEFT JOIN blob b ON b.id = r.blob_id WHERE r.interaction_id = ?
"""
SAID = "SELECT t, sender, binary, off, len FROM message WHERE interaction_id = ? ORDER BY idx"
SPOKEN = "SELECT codec, data FROM blob JOIN interaction i ON i.req_blob = blob.id WHERE i.id = ?"
ASKED = """
INSERT INTO interaction(uid, session_id, seq, state, method, scheme, host, port, path, query, req_headers,
  req_blob, auth_fp, model, stream, started_at, redaction_policy)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
ANSWERED = """
INSERT INTO reply(interaction_id, kind, status, headers, t_headers, t_end, end_kind, body, blob_id,
  trailers, early)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
CHUNK = "INSERT INTO chunk(interaction_id, idx, t, off, len) VALUES (?, ?, ?, ?, ?)"
KEY = "INSERT INTO match_key(profile, key, session_id, seq, interaction_id) VALUES (?, ?, ?, ?, ?)"
FEATURE = "INSERT INTO req_feature(interaction_id, pointer, vhash) VALUES (?, ?, ?)"
MESSAGE = "INSERT INTO message(interaction_id, idx, t, sender, binary, off, len) VALUES (?, ?, ?, ?, ?, ?, ?)"

UNUSED = """
DELETE FROM blob WHERE id NOT IN (SELECT req_blob FROM interaction)
  AND id NOT IN (SELECT blob_id FROM reply WHERE blob_id IS NOT NULL)
"""
"""Bodies that nobody has any more."""


def utc(seconds: float) -> str:
    """ISO 8601, of seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def put(
    connection: sqlite3.Connection,
    entry: Entry,
    session: int,
    session_uid: str,
    policy: str = POLICY,
    *,
    sketched: bool = True,
) -> int:
    """Every row of `entry`, but for its sketch if that is to wait; only a complete one can be found again.

    Returns its number.
    """
    number = _asked(connection, entry, session, session_uid, policy)
    _answered(connection, entry, number)
    _audited(connection, entry, number)
    if entry.end == "complete":
        put_keys(connection, entry.keys, session, entry.capture.order, number)
        if sketched:
            put_sketch(connection, sketch(entry.form), number)
    return number


def _asked(connection: sqlite3.Connection, entry: Entry, session: int, session_uid: str, policy: str) -> int:
    capture, request, canonical = entry.capture, entry.capture.request, entry.canonical
    row = (
        f"{session_uid}-{capture.order}",
        session,
        capture.order,
        "active" if entry.end == "complete" else "quarantined",
        canonical.method,
        request.scheme,
        request.host,
        request.port,
        entry.path,
        entry.query,
        json.dumps(entry.request_headers),
        put_blob(connection, entry.request_body or said_by("client", entry.messages)),
        entry.auth,
        entry.model,
        entry.stream,
        utc(capture.started_at),
        policy,
    )
    return number_of(connection.execute(ASKED, row))


def _answered(connection: sqlite3.Connection, entry: Entry, number: int) -> None:
    capture = entry.capture
    body = b"".join(chunk.body for chunk in entry.chunks) or said_by("server", entry.messages)
    where = (body, None) if len(body) < IN_PLACE else (None, put_blob(connection, body))
    times = capture.head_ns, capture.end_ns, entry.end
    after = json_or_null(entry.trailers), None
    row = (number, entry.kind, capture.head.status, json.dumps(entry.headers), *times, *where, *after)
    connection.execute(ANSWERED, row)
    if entry.kind != "http":
        connection.executemany(CHUNK, _slices(number, entry.chunks))
        connection.executemany(MESSAGE, _messages(number, entry.messages))


def json_or_null(pairs: Sequence[object]) -> str | None:
    """None of nothing."""
    return json.dumps(pairs) if pairs else None


def number_of(cursor: sqlite3.Cursor) -> int:
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _slices(number: int, chunks: list[Chunk]) -> list[tuple[int, int, int, int, int]]:
    ends = accumulate(len(chunk.body) for chunk in chunks)
    return [
        (number, index, chunk.ns, end - len(chunk.body), len(chunk.body))
        for index, (chunk, end) in enumerate(zip(chunks, ends, strict=True))
    ]


def _messages(number: int, messages: Sequence[Said]) -> Iterator[tuple[object, ...]]:
    """Where each of them is in what its sender said."""
    ends: dict[str, int] = {"client": 0, "server": 0}
    for index, (ns, sender, binary, body) in enumerate(messages):
        yield number, index, ns, sender, binary, ends[sender], len(body)
        ends[sender] += len(body)


def put_keys(
    connection: sqlite3.Connection, keys: Iterable[tuple[str, bytes]], session: int, seq: int, number: int
) -> None:
    """By which interaction `number` is found: (profile, key) each."""
    rows = [(profile, key, session, seq, number) for profile, key in keys]
    connection.executemany(KEY, rows)


def put_sketch(connection: sqlite3.Connection, sketch: Mapping[str, bytes], number: int) -> None:
    """By which it is found when it is near."""
    connection.executemany(FEATURE, [(number, pointer, vhash) for pointer, vhash in sketch.items()])


REPLACED = """
UPDATE interaction SET path = ?, query = ?, req_headers = ?, req_blob = ?, model = ? WHERE id = ?
"""


def replace_texts(connection: sqlite3.Connection, entry: Entry, number: int, session: int | None) -> None:
    """The texts of interaction `number` by those of `entry`. `session`: whose it is, if it can be found."""
    asked = entry.request_body or said_by("client", entry.messages)
    headers, blob = json.dumps(entry.request_headers), put_blob(connection, asked)
    connection.execute(REPLACED, (entry.path, entry.query, headers, blob, entry.model, number))
    early = connection.execute("SELECT early FROM reply WHERE interaction_id = ?", (number,)).fetchone()
    for table in ("reply", "chunk", "message", "match_key", "req_feature", "redaction"):
        connection.execute(f"DELETE FROM {table} WHERE interaction_id = ?", (number,))
    _answered(connection, entry, number)
    connection.execute("UPDATE reply SET early = ? WHERE interaction_id = ?", (*early, number))
    _audited(connection, entry, number)
    if session is not None:
        put_keys(connection, entry.keys, session, entry.capture.order, number)
        put_sketch(connection, sketch(entry.form), number)


def _audited(connection: sqlite3.Connection, entry: Entry, number: int) -> None:
    found = [(number, *where, n) for where, n in entry.found.items()]
    connection.executemany("INSERT INTO redaction VALUES (?, ?, ?, ?)", found)


def numbered(connection: sqlite3.Connection) -> list[Numbered]:
    """The secrets that a cassette remembers, and those that it had before it did."""
    told = connection.execute("SELECT DISTINCT placeholder FROM redaction").fetchall()
    before = (found for (name,) in told if (found := parsed(name.encode())))
    remembered = [Numbered(*row) for row in connection.execute("SELECT kind, number, fp FROM secret")]
    return [*remembered, *(Numbered(kind, number, None) for kind, number in before)]


def remember(connection: sqlite3.Connection, fresh: list[Numbered]) -> None:
    """Some more of them."""
    connection.executemany("INSERT INTO secret VALUES (?, ?, ?)", fresh)


def put_blob(connection: sqlite3.Connection, body: bytes) -> int:
    name = sha256(body).digest()
    known = connection.execute("SELECT id FROM blob WHERE sha256 = ?", (name,)).fetchone()
    if known:
        return int(known[0])
    insert = "INSERT INTO blob(sha256, size, codec, data) VALUES (?, ?, ?, ?)"
    return number_of(connection.execute(insert, (name, len(body), *_packed(body))))


def _packed(body: bytes) -> tuple[str, bytes]:
    if len(body) >= IN_PLACE:
        import zstandard

        packed = zstandard.ZstdCompressor(write_checksum=True).compress(body)
        if len(packed) < 0.8 * len(body):
            return "zstd", packed
    return "raw", body


def unpacked(codec: str, data: bytes | None) -> bytes:
    """The body of a blob. Raises ValueError when it is damaged or missing."""
    if data is None:
        raise ValueError("a body is missing")
    if codec == "raw":
        return data
    import zstandard

    try:
        return zstandard.ZstdDecompressor().decompress(data)
    except zstandard.ZstdError as failure:
        raise ValueError(str(failure)) from failure


def load(connection: sqlite3.Connection, number: int) -> Interaction:
    """The reply of interaction `number`, its whole body in memory. Raises ValueError when there is none."""
    row = connection.execute(LOAD, (number,)).fetchone()
    if row is None:
        raise ValueError(f"interaction {number} has no reply")
    kind, status, headers, head_ns, end_ns, trailers, end, short, codec, data = row
    body = unpacked(codec, data) if short is None else short
    chunks: tuple[Chunk, ...] = (Chunk(end_ns, body),) if body else ()
    if kind != "http":
        slices = "SELECT t, off, len FROM chunk WHERE interaction_id = ? ORDER BY idx"
        rows = connection.execute(slices, (number,)).fetchall()
        chunks = tuple(Chunk(ns, body[start : start + size]) for ns, start, size in rows)
    messages = tuple(_said(connection, number, body)) if kind == "ws" else ()
    told = pairs(trailers or "[]")
    return Interaction(kind, status, pairs(headers), head_ns, chunks, end_ns, messages, told, end)


def pairs(text: str) -> Headers:
    """Headers of their JSON."""
    return tuple((name, value) for name, value in json.loads(text))


def _said(connection: sqlite3.Connection, number: int, replied: bytes) -> Iterator[Said]:
    bodies = {"server": replied, "client": unpacked(*connection.execute(SPOKEN, (number,)).fetchone())}
    for ns, sender, binary, start, size in connection.execute(SAID, (number,)).fetchall():
        yield Said(ns, sender, bool(binary), bodies[sender][start : start + size])
