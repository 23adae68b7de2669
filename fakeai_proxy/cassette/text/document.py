"""A whole cassette as lines and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fakeai_proxy.cassette.canonical import PROFILE
from fakeai_proxy.cassette.reading import Tape
from fakeai_proxy.cassette.recording import Recording, Session

from .body import Fetch, Keep, Line
from .exchange import read as read_exchange
from .exchange import tell as tell_exchange

FORMAT = 2
"""2 tells generations, scopes, derivations, trailers, early heads and messages; 1 had none of them."""
APART = ("salt", "session", "volatile", "timing")
"""Lines that change with every recording, by their first member."""
SETTLED = ("generation", "outcome", "scope")
"""Members of a session that do not."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a cassette says before its recordings."""

    sealed: bool
    generation: int
    max_age_s: int | None
    salt: bytes
    secrets: list[tuple[str, int, bytes | None]]


def tell(tape: Tape, keep: Keep) -> Iterator[Line]:
    """All lines. Raises ValueError and sqlite3.DatabaseError where the cassette is damaged."""
    age = {} if tape.max_age_s is None else {"max_age_s": tape.max_age_s}
    yield {
        "cassette": FORMAT,
        "profile": PROFILE,
        "sealed": tape.sealed,
        **_generation(tape.generation),
        **age,
    }
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
        **_generation(session.generation),
        **({"outcome": session.outcome} if session.outcome else {}),
        **({"scope": session.scope} if session.scope else {}),
    }


def _generation(number: int) -> Line:
    return {} if number == 1 else {"generation": number}


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
    age = head.get("max_age_s")
    return Beginning(
        sealed=bool(head["sealed"]),
        generation=int(head.get("generation", 1)),
        max_age_s=None if age is None else int(age),
        salt=bytes.fromhex(salt["salt"]),
        secrets=secrets,
    )


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
            yield _read_session(line), []
        else:
            count += kind == "recording"
            held.append(line)
    raise ValueError("truncated: the last line, which counts the recordings, is missing")


def _read_session(line: Line) -> Session:
    ended, outcome = line["ended_at"], line.get("outcome")
    return Session(
        number=0,
        uid=str(line["session"]),
        started_at=str(line["started_at"]),
        ended_at=None if ended is None else str(ended),
        tool_version=str(line["tool_version"]),
        generation=int(line.get("generation", 1)),
        outcome=None if outcome is None else str(outcome),
        scope=str(line.get("scope", "")),
    )


def recording(lines: list[Line], session: Session, fetch: Fetch) -> Recording:
    """Raises ValueError and KeyError."""
    return read_exchange(lines, session.uid, fetch)
