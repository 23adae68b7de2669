"""Which recording is nearest to a request that has none, and what differs."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass

from .canonical import Canonical, bare
from .features import leaves, vhash
from .rows import unpacked

POSTINGS = 200
"""Recordings looked at per feature: what more of them share tells little."""
CANDIDATES = 20
PREVIEW = 60

RECORDED = """
SELECT i.uid, i.method, i.path, i.query, b.codec, b.data
FROM interaction i JOIN blob b ON b.id = i.req_blob WHERE i.id = ?
"""
SHARING = "SELECT interaction_id FROM req_feature WHERE pointer = ? AND vhash = ? LIMIT ?"
FEATURES = "SELECT pointer, vhash FROM req_feature WHERE interaction_id = ?"


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


def nearest(connection: sqlite3.Connection, canonical: Canonical) -> Nearest | None:
    """The active recording with the fewest differing pointers; None in an empty cassette."""
    asked = dict(leaves(canonical))
    hashes = {pointer: vhash(text) for pointer, text in asked.items()}
    candidates = _candidates(connection, hashes)
    if not candidates:
        return None
    stored = {number: dict(connection.execute(FEATURES, (number,)).fetchall()) for number in candidates}
    best = min(candidates, key=lambda number: len(_differing(hashes, stored[number])))
    return _explained(connection, best, asked, _differing(hashes, stored[best]))


def _candidates(connection: sqlite3.Connection, hashes: dict[str, bytes]) -> list[int]:
    """Most promising first: a feature counts the more, the fewer recordings have it."""
    weights: Counter[int] = Counter()
    for pointer, value in hashes.items():
        sharing = connection.execute(SHARING, (pointer, value, POSTINGS)).fetchall()
        for (number,) in sharing:
            weights[number] += 1_000_000 // len(sharing)
    if not weights:
        return [number for (number,) in connection.execute("SELECT interaction_id FROM match_key LIMIT 1")]
    return [number for number, _ in weights.most_common(CANDIDATES)]


def _differing(asked: dict[str, bytes], stored: dict[str, bytes]) -> list[str]:
    """Pointers, those of the request first and in its order."""
    return [name for name in {**asked, **stored} if asked.get(name) != stored.get(name)]


def _explained(
    connection: sqlite3.Connection, number: int, asked: dict[str, str], pointers: list[str]
) -> Nearest:
    uid, method, path, query, codec, data = connection.execute(RECORDED, (number,)).fetchone()
    special = {"method": method, "path": bare(path), "query": query, "body": "another body"}
    body = _parsed(unpacked(codec, data))
    pairs = ((name, special.get(name) or _at(body, name), asked.get(name)) for name in pointers)
    differences = tuple(Difference(name, *previews(recorded, wanted)) for name, recorded, wanted in pairs)
    return Nearest(uid, method, path, differences)


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _at(value: object, pointer: str) -> str | None:
    """The JSON text at `pointer`, None where there is nothing."""
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        else:
            return None
    return json.dumps(value, ensure_ascii=False)


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
