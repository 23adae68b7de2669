"""A whole cassette as lines and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fakeai_proxy.cassette.canonical import PROFILE
from fakeai_proxy.cassette.reading import Tape
from fakeai_proxy.cassette.recording import Recording, Session

from .body import Fetch, Keep, Line
from .exchange import read as read_exchange
from .exchange import tell as tell_exchange

FORMAT = 1
APART = ("salt", "session", "volatile", "timing")
"""Lines that change with every recording, by their first member."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a cassette says before its recordings."""

    sealed: bool
    salt: bytes
    secrets: list[tuple[str, int, bytes | None]]


def tell(tape: Tape, keep: Keep) -> Iterator[Line]:
    """All lines. Raises ValueError and sqlite3.DatabaseError where the cassette is damaged."""
    yield {"cassette": FORMAT, "profile": PROFILE, "sealed": tape.sealed}
    secrets = [(kind, number, known and known.hex()) for kind, number, known in tape.secrets()]
    yield {"salt": tape.salt.hex(), "secrets": secrets}
    for session in tape.sessions():
        yield _session(session)
        for recording in tape.recordings(session):
            yield from tell_exchange(recording, session.uid, keep)
    yield {"recordings": len(tape)}


def _session(session: Session) -> Line:
    return {
        "session": session.uid,
        "started_at": session.started_at,
        "ended_at": session.ended_at,
        "tool_version": session.tool_version,
    }


def beginning(head: Line, salt: Line) -> Beginning:
    """Of the first two lines. Raises ValueError and KeyError."""
    if head["cassette"] > FORMAT:
        raise ValueError(
            f"is of text format {head['cassette']}, newer than this fakeai-proxy reads ({FORMAT})"
        )
    if head["profile"] != PROFILE:
        raise ValueError(f"has keys of the profile {head['profile']!r}, and not {PROFILE!r}")
    secrets = [
        (str(kind), int(number), None if known is None else bytes.fromhex(known))
        for kind, number, known in salt["secrets"]
    ]
    return Beginning(bool(head["sealed"]), bytes.fromhex(salt["salt"]), secrets)


def exchanges(lines: Iterator[Line]) -> Iterator[tuple[Session | None, list[Line]]]:
    """After the first two: a session when one begins, else the lines of one recording.

    Raises ValueError when the line that counts them is missing, counts others or is not the last.
    """
    held: list[Line] = []
    count = 0
    for line in lines:
        kind = next(iter(line))
        if kind in ("recording", "session", "recordings") and held:
            yield None, held
            held = []
        if kind == "recordings":
            if line["recordings"] != count:
                raise ValueError(f"has {count} recordings, and says it had {line['recordings']}")
            if next(iter(lines), None):
                raise ValueError("goes on after the line that counts the recordings")
            return
        if kind == "session":
            yield Session(0, *_texts(line)), []
        else:
            count += kind == "recording"
            held.append(line)
    raise ValueError("truncated: the last line, which counts the recordings, is missing")


def _texts(line: Line) -> tuple[str, str, str | None, str]:
    ended: Any = line["ended_at"]
    return str(line["session"]), str(line["started_at"]), ended and str(ended), str(line["tool_version"])


def recording(lines: list[Line], session: Session, fetch: Fetch) -> Recording:
    """Raises ValueError and KeyError."""
    return read_exchange(lines, session.uid, fetch)
