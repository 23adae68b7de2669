"""Recordings into a cassette, as they are."""

from __future__ import annotations

import json
import sqlite3

from . import rows
from .canonical import PROFILE
from .matching.profiles import form_of, keys_of
from .matching.sketch import sketch
from .recording import Recording, Session

SESSION = """
INSERT INTO session(uid, started_at, ended_at, tool_version, generation, outcome, scope)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
INTERACTION = """
INSERT INTO interaction(uid, session_id, seq, state, method, scheme, host, port, path, query, req_headers,
  req_blob, auth_fp, model, stream, started_at, origin, redaction_policy, scope, parent_uid, recipe)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def put_session(connection: sqlite3.Connection, session: Session) -> int:
    """Its number in this cassette. Raises sqlite3.IntegrityError when it holds a session of that uid."""
    told = session.generation, session.outcome, session.scope
    row = session.uid, session.started_at, session.ended_at, session.tool_version, *told
    return rows.number_of(connection.execute(SESSION, row))


def put_recording(connection: sqlite3.Connection, session: int, recording: Recording) -> int:
    """Its number. Replay finds it when it is active.

    Raises sqlite3.IntegrityError where the session has one of that place or uid; ValueError when its rules of
    redaction are not known.
    """
    number = _asked(connection, session, recording)
    _answered(connection, number, recording)
    found = [(number, *one) for one in recording.found]
    connection.executemany("INSERT INTO redaction VALUES (?, ?, ?, ?)", found)
    if recording.state == "active":
        _index(connection, session, number, recording)
    return number


def _asked(connection: sqlite3.Connection, session: int, recording: Recording) -> int:
    asked = recording.asked
    where = asked.method, asked.scheme, asked.host, asked.port, asked.path, asked.query
    row = (
        *(recording.uid, session, recording.seq, recording.state),
        *where,
        json.dumps(asked.headers),
        rows.put_blob(connection, asked.body),
        *(asked.auth, asked.model, asked.stream),
        *(recording.started_at, recording.origin, recording.policy),
        *(recording.scope, recording.parent_uid, recording.recipe),
    )
    return rows.number_of(connection.execute(INTERACTION, row))


def _answered(connection: sqlite3.Connection, number: int, recording: Recording) -> None:
    reply = recording.answered
    body = (
        (reply.body, None)
        if len(reply.body) < rows.IN_PLACE
        else (None, rows.put_blob(connection, reply.body))
    )
    times = reply.head_ns, reply.end_ns, reply.end
    around = rows.json_or_null(reply.trailers), rows.json_or_null(reply.early)
    row = (number, reply.kind, reply.status, json.dumps(reply.headers), *times, *body, *around)
    connection.execute(rows.ANSWERED, row)
    slices = [(number, index, *one) for index, one in enumerate(reply.slices)]
    connection.executemany(rows.CHUNK, slices)
    messages = [(number, index, *one) for index, one in enumerate(reply.messages)]
    connection.executemany(rows.MESSAGE, messages)


def _index(connection: sqlite3.Connection, session: int, number: int, recording: Recording) -> None:
    canonical = recording.asked.canonical(recording.policy)
    form = form_of(canonical, "llm@1")
    given = (*recording.keys, *([(PROFILE, recording.key)] if recording.key else ()))
    told = {profile for profile, _ in given}
    keys = [one for one in keys_of(canonical, form) if one[0] not in told]
    rows.put_keys(connection, (*keys, *given), session, recording.seq, number)
    rows.put_sketch(connection, sketch(form), number)
