"""Is a cassette whole, and is what it holds still good?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from .matching.profiles import keys_of
from .reading import Tape
from .recording import Recording
from .rows import unpacked

DAY = 86_400
INTEGRITY = "PRAGMA integrity_check(20)"
STATES = {"partial": "was not finished", "quarantined": "did not end well and is not replayed"}


class Problem(NamedTuple):
    """What is wrong; `uid` is None where it is with the file."""

    kind: str
    """`damaged`, `key`, `partial`, `expired` or `unused`."""
    uid: str | None
    text: str


def verify(
    tape: Tape, oldest: datetime | None, unused: Collection[str], tick: Callable[[], None]
) -> Iterator[Problem]:
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
            if recording.uid in unused:
                yield Problem("unused", recording.uid, "answered nobody")
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
        yield from _keys(recording)
    if not _fit(recording):
        yield Problem("damaged", recording.uid, "has pieces or messages beyond its body")
    if oldest and datetime.fromisoformat(recording.started_at) < oldest:
        yield Problem("expired", recording.uid, f"was recorded {recording.started_at[:10]}")


def _keys(recording: Recording) -> Iterator[Problem]:
    """A key of `accept` follows from another request, and is not looked at."""
    try:
        known: dict[str, bytes] = dict(keys_of(recording.asked.canonical(recording.policy)))
    except ValueError as failure:
        yield Problem("key", recording.uid, str(failure))
        return
    told = {**dict(recording.keys), "exact@1": recording.key}
    if any(profile in known and known[profile] != key for profile, key in told.items()):
        yield Problem("key", recording.uid, "is found by another request than the one that it holds")


def _fit(recording: Recording) -> bool:
    """Whether all pieces and messages are within what was said."""
    reply = recording.answered
    sizes = {"client": len(recording.asked.body), "server": len(reply.body)}
    ends = [(one.start + one.size, sizes["server"]) for one in reply.slices]
    ends += [(one.start + one.size, sizes[one.sender]) for one in reply.messages]
    return all(end <= size for end, size in ends)


def oldest(now: datetime, days: float) -> datetime:
    """When what is `days` old was recorded."""
    return now - timedelta(days=days)


def oldest_of(tape: Tape, now: datetime) -> datetime | None:
    """The same, of the age that the cassette itself says; None where it says none."""
    return None if tape.max_age_s is None else oldest(now, tape.max_age_s / DAY)
