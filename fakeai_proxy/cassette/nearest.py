"""Which recordings are nearest to a request that has none, and what differs."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .asked import Recorded, recorded
from .asking import Asking
from .matching import PROFILES, Profile
from .matching.comparison import Comparison, compare
from .matching.sketch import sketch

POSTINGS = 64
"""Recordings looked at per hash: what more of them share tells little."""
CANDIDATES = 16
"""Compared in full."""
PREVIEW = 60
TURN = re.compile(r"/(?:messages|input)/(\d+)(?:/|\Z)")
SHARING = "SELECT interaction_id FROM req_feature WHERE pointer = ? AND vhash = ? LIMIT ?"
ANY = "SELECT DISTINCT interaction_id FROM match_key LIMIT ?"


@dataclass(frozen=True, slots=True)
class Difference:
    """One pointer at which two requests differ; None where one of them has nothing."""

    pointer: str
    recorded: str | None
    asked: str | None

    def __str__(self) -> str:
        return f"{self.pointer}: recorded {self.recorded or 'nothing'}, asked {self.asked or 'nothing'}"


@dataclass(frozen=True, slots=True)
class Nearest:
    """A recording and all that keeps it from being the answer, in the order of the request."""

    uid: str
    method: str
    path: str
    differences: tuple[Difference, ...]
    score: float
    """How much of the request is the same, 0 to 1."""
    number: int
    profile: Profile | None = None
    """A more lenient one, by which it is the same request."""
    comparable: bool = True
    """It answers the same route, model and delivery, and so may be served in place of the answer."""

    @property
    def message(self) -> int | None:
        """The first message that differs."""
        found = (TURN.match(difference.pointer) for difference in self.differences)
        return next((int(turn[1]) for turn in found if turn), None)


FIXED = ("method", "path", "query", "body", "/model", "/stream", "/stream_options/include_usage")
"""What differs there is another question, however alike the rest is."""


def neighbours(
    connection: sqlite3.Connection, asked: Asking, profile: Profile, limit: int = 3
) -> list[Nearest]:
    """The active recordings most like `asked` as `profile` knows it, the nearest first.

    Raises ValueError where one of them is damaged.
    """
    numbers = _candidates(connection, sketch(asked.llm))
    compared = (_compared(recorded(connection, number), asked, profile) for number in numbers)
    return sorted(compared, key=lambda one: -one.score)[:limit]  # of equals the more promising stays first


def _candidates(connection: sqlite3.Connection, hashes: dict[str, bytes]) -> list[int]:
    """Most promising first: a hash counts the more, the fewer recordings have it."""
    weights: Counter[int] = Counter()
    for pointer, value in hashes.items():
        sharing = connection.execute(SHARING, (pointer, value, POSTINGS)).fetchall()
        for (number,) in sharing:
            weights[number] += 1_000_000 // len(sharing)
    if not weights:
        return [number for (number,) in connection.execute(ANY, (CANDIDATES,))]
    return [number for number, _ in weights.most_common(CANDIDATES)]


def _compared(other: Recorded, asked: Asking, profile: Profile) -> Nearest:
    found = compare(other.asking.form(profile), asked.form(profile))
    request = other.asking.request
    return Nearest(
        number=other.number,
        uid=other.uid,
        method=request.method,
        path=request.path,
        score=found.score,
        differences=tuple(_differences(found)),
        profile=_lenient(other.asking, asked, profile),
        comparable=not any(change.pointer in FIXED for change in found.changes),
    )


def _differences(found: Comparison) -> Iterator[Difference]:
    for change in found.changes:
        yield Difference(change.pointer, *previews(change.recorded, change.asked))


def _lenient(other: Asking, asked: Asking, profile: Profile) -> Profile | None:
    further: Iterable[Profile] = PROFILES[PROFILES.index(profile) + 1 :]
    return next((name for name in further if other.key(name) == asked.key(name)), None)


def previews(recorded: str | None, asked: str | None) -> tuple[str | None, str | None]:
    """Both, cut to PREVIEW characters from a little before the first one that differs."""
    pairs = enumerate(zip(recorded or "", asked or "", strict=False))
    same = next((at for at, (one, other) in pairs if one != other), 0)
    return _cut(recorded, same), _cut(asked, same)


def _cut(text: str | None, same: int) -> str | None:
    if text is None or len(text) <= PREVIEW:
        return text
    start = max(min(same - PREVIEW // 3, len(text) - PREVIEW), 0)
    end = start + PREVIEW
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
