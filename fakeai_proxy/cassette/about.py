"""What an open cassette says of itself and of single recordings."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from .generation import PRESENT

REPLAYED = f"SELECT id, uid FROM interaction WHERE state = 'active' AND id <= ? AND {PRESENT} ORDER BY id"


@dataclass(frozen=True, slots=True)
class About:
    """As it was when it was opened."""

    sealed: bool
    max_age: int | None
    """Seconds."""
    newest: int
    """The highest number of its recordings; 0 where it has none."""


class Name(NamedTuple):
    """Of one recording."""

    uid: str
    recorded: float
    """Seconds since 1970."""


def about(connection: sqlite3.Connection) -> About:
    sealed, max_age = connection.execute("SELECT sealed, max_age_s FROM cassette").fetchone()
    (newest,) = connection.execute("SELECT coalesce(max(id), 0) FROM interaction").fetchone()
    return About(bool(sealed), max_age, newest)


def name_of(connection: sqlite3.Connection, number: int) -> Name:
    """Raises ValueError where there is none of that number."""
    row = connection.execute("SELECT uid, started_at FROM interaction WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise ValueError(f"there is no interaction {number}")
    return Name(row[0], datetime.fromisoformat(row[1]).timestamp())


def unplayed(connection: sqlite3.Connection, newest: int, played: Collection[int]) -> list[str]:
    """The uids of recordings up to number `newest` that can be found, and are not among `played`."""
    return [uid for number, uid in connection.execute(REPLAYED, (newest,)) if number not in played]
