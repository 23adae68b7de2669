"""Is a cassette whole, and is what it holds still good?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from .reading import Tape
from .recording import Recording
from .rows import unpacked

INTEGRITY = "PRAGMA integrity_check(20)"
STATES = {"partial": "was not finished", "quarantined": "did not end well and is not replayed"}


class Problem(NamedTuple):
    """What is wrong; `uid` is None where it is with the file."""

    kind: str
    """`damaged`, `key`, `partial` or `expired`."""
    uid: str | None
    text: str


def verify(tape: Tape, oldest: datetime | None, tick: Callable[[], None]) -> Iterator[Problem]:
    """Everything that is wrong. Recordings that began before `oldest` are expired."""
    yield from _pages(tape)
    yield from _blobs(tape)
    for session in tape.sessions():
        recordings = tape.recordings(session)
        while True:
            try:
                recording = next(recordings, None)
            except ValueError as failure:
                yield Problem("damaged", None, f"session {session.uid}: {failure}; what follows is not read")
                break
            if recording is None:
                break
            yield from _recording(recording, oldest)
            tick()


def _pages(tape: Tape) -> Iterator[Problem]:
    for (verdict,) in tape.connection.execute(INTEGRITY).fetchall():
        if verdict != "ok":
            yield Problem("damaged", None, verdict)


def _blobs(tape: Tape) -> Iterator[Problem]:
    for name, codec, data in tape.connection.execute("SELECT sha256, codec, data FROM blob"):
        try:
            body = unpacked(codec, data)
        except ValueError as failure:
            yield Problem("damaged", None, f"body {name.hex()[:16]}: {failure}")
            continue
        if sha256(body).digest() != name:
            yield Problem("damaged", None, f"body {name.hex()[:16]} is not what its hash says")


def _recording(recording: Recording, oldest: datetime | None) -> Iterator[Problem]:
    if recording.state in STATES:
        text = f"{STATES[recording.state]} ({recording.answered.end})"
        yield Problem("partial", recording.uid, text)
    if recording.state == "active":
        try:
            known = recording.asked.canonical(recording.policy).key
        except ValueError as failure:
            yield Problem("key", recording.uid, str(failure))
        else:
            if known != recording.key:
                yield Problem("key", recording.uid, "is found by another request than the one that it holds")
    if oldest and datetime.fromisoformat(recording.started_at) < oldest:
        yield Problem("expired", recording.uid, f"was recorded {recording.started_at[:10]}")


def oldest(now: datetime, days: float) -> datetime:
    """When what is `days` old was recorded."""
    return now - timedelta(days=days)
