"""Several cassettes into one: shards that were recorded side by side."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from .errors import CassetteError
from .inserting import put_recording, put_session
from .made import making
from .reading import Tape, reading
from .recording import Recording, Session

ABOUT = "UPDATE cassette SET salt = ?, sealed = ?, generation = ?, max_age_s = ?"


class Merged(NamedTuple):
    """What became of the sessions."""

    sessions: int
    recordings: int
    twice: int
    """Sessions that stood in several of the cassettes, and were taken once."""


Kept = Callable[[Tape, Recording], Recording | None]


def merge(
    sources: Sequence[Path],
    path: Path,
    tick: Callable[[], None],
    *,
    replaced: bool = False,
    in_order: bool = False,
    kept: Kept = lambda tape, recording: recording,
) -> Merged:
    """The cassette `path` with the sessions of all `sources`, ordered by when they began, then by uid.

    in_order: those of the first source come first instead; kept: what a recording becomes, None: nothing.

    Who called (`auth_fp`) can be compared only among sessions of one source: each keys its own fingerprints.
    Raises CassetteError, with `path` as it was.
    """
    with ExitStack() as opened:
        tapes = [opened.enter_context(reading(source)) for source in sources]
        each = [(session, tape) for tape in tapes for session in tape.sessions()]
        if not in_order:
            each.sort(key=lambda one: (one[0].started_at, one[0].uid, len(one[1]), one[1].salt))
        first = tapes[0] if in_order else min(tapes, key=lambda tape: tape.salt)
        _agree(tapes)
        with making(path, replace=replaced) as connection:
            connection.execute(ABOUT, (first.salt, *_about(tapes)))
            _remember(connection, tapes, first.salt)
            return _fill(connection, each, kept, tick)


def _about(tapes: Sequence[Tape]) -> tuple[bool, int, int | None]:
    """Whether it is sealed, which generation is replayed, and the age at which the first of them expires."""
    ages = (tape.max_age_s for tape in tapes if tape.max_age_s is not None)
    return all(tape.sealed for tape in tapes), max(tape.generation for tape in tapes), min(ages, default=None)


def _agree(tapes: Sequence[Tape]) -> None:
    """Recordings of one cassette are redacted by the same rules."""
    rules = {tape.path: added for tape in tapes for added in _rules(tape)}
    for path, added in rules.items():
        if added != next(iter(rules.values())):
            raise CassetteError(path, "was recorded with other redaction rules than the first of them")


def _rules(tape: Tape) -> set[str]:
    policies = tape.connection.execute("SELECT DISTINCT redaction_policy FROM interaction")
    return {policy.partition(" ")[2] for (policy,) in policies}


def _fill(
    connection: sqlite3.Connection, each: list[tuple[Session, Tape]], kept: Kept, tick: Callable[[], None]
) -> Merged:
    known: dict[str, Session] = {}
    recordings = twice = 0
    for session, tape in each:
        before = known.setdefault(session.uid, session)
        if before is not session:
            if replace(before, number=session.number) != session:
                raise CassetteError(tape.path, f"has another session {session.uid} than one of the others")
            twice += 1
            continue
        number = None
        for recording in tape.recordings(session):
            if one := kept(tape, recording):
                number = number or put_session(connection, session)
                put_recording(connection, number, one)
                recordings += 1
            tick()
    return Merged(len(known), recordings, twice)


def _remember(connection: sqlite3.Connection, tapes: Sequence[Tape], salt: bytes) -> None:
    """The numbers of all secrets, so that none is given twice; fingerprints where they have the same key."""
    known: dict[tuple[str, int], bytes | None] = {}
    for tape in tapes:
        for kind, number, fingerprint in tape.secrets():
            own = fingerprint if tape.salt == salt else None
            known[kind, number] = known.get((kind, number)) or own
    rows = [
        (kind, number, fingerprint)
        for (kind, number), fingerprint in sorted(known.items(), key=lambda x: x[0])
    ]
    connection.executemany("INSERT INTO secret VALUES (?, ?, ?)", rows)
