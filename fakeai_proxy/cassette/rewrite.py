"""Takes out of a cassette what newer or other rules find in it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from . import identity
from .database import finish, open_database, recover
from .entry import Entry, entry_of
from .errors import CassetteError
from .lint import lint
from .redaction.numbers import Numbers
from .redaction.rules import Rules
from .rows import UNUSED, numbered, remember, replace_texts
from .stored import Stored, stored

SUFFIX = ".redacting"


class Rewritten(NamedTuple):
    """What became of a cassette."""

    interactions: int
    changed: int
    secrets: Counter[str]
    """Distinct ones that were new, by kind."""


def rewrite(path: Path, rules: Rules, tick: Callable[[], None] = lambda: None) -> Rewritten:
    """Replace `path` by a copy without what `rules` find, all at once; nothing is left of it in the file.

    `tick` is called once a recording.

    Raises CassetteError, and leaves `path` as it was, when it cannot be read or written, is being recorded,
    or when a secret would remain.
    """
    identity.check(path)
    recover(path)
    copy = path.with_name(path.name + SUFFIX)
    try:
        shutil.copy(path, copy)
        done = _rewritten(copy, rules, tick)
        _check(path, copy, rules)
        os.replace(copy, path)
    finally:
        for left in (copy, *(copy.with_name(copy.name + end) for end in ("-wal", "-shm", "-journal"))):
            left.unlink(missing_ok=True)
    return done


def _rewritten(copy: Path, rules: Rules, tick: Callable[[], None]) -> Rewritten:
    connection = open_database(copy)
    try:
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            done = _each(connection, rules, tick)
        connection.execute("VACUUM")
    except (sqlite3.DatabaseError, ValueError) as failure:
        raise CassetteError(copy, f"cannot be rewritten: {failure}") from failure
    finally:
        finish(connection)
    return done


def _each(connection: sqlite3.Connection, rules: Rules, tick: Callable[[], None]) -> Rewritten:
    salt = connection.execute("SELECT salt FROM cassette").fetchone()[0]
    numbers = Numbers(salt, numbered(connection))
    total = changed = 0
    for one in stored(connection):
        total += 1
        tick()
        entry = entry_of(one.capture, salt, (), rules, numbers)
        if differs(one, entry):
            changed += 1
            replace_texts(connection, entry, one.number, one.session if one.active else None)
    connection.execute("UPDATE interaction SET redaction_policy = ?", (rules.policy,))
    connection.execute(UNUSED)
    remember(connection, numbers.fresh)
    return Rewritten(total, changed, Counter(kind for kind, _, _ in numbers.fresh))


def differs(one: Stored, entry: Entry) -> bool:
    """Whether `entry` has other texts than the recording it was made of."""
    request, reply = one.capture.request, one.capture
    before = (
        request.path,
        request.query,
        request.headers,
        request.body,
        reply.head.headers,
        list(reply.chunks),
        reply.messages,
        reply.trailers,
    )
    return before != (
        entry.path,
        entry.query,
        entry.request_headers,
        entry.request_body,
        entry.headers,
        entry.chunks,
        entry.messages,
        entry.trailers,
    )


def _check(path: Path, copy: Path, rules: Rules) -> None:
    left = next(iter(lint(copy, rules)), None)
    if left:
        raise CassetteError(
            path, f"could not be rewritten: a {left.kind} remains in {left.where} {left.place}"
        )
