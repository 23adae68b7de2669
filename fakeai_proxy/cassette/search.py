"""Finds recordings by what they say. The index (SQLite's FTS5) is made in memory for each search."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import NamedTuple

from .chosen import Chosen
from .conversation import Turn, answered, asked
from .errors import CassetteError
from .reading import Tape
from .recording import Recording

INDEX = "CREATE VIRTUAL TABLE said USING fts5(prompt, completion, tools, path, tokenize = 'porter unicode61')"
FOUND = """
SELECT rowid, snippet(said, -1, '[', ']', ' ... ', 12) FROM said WHERE said MATCH ?
ORDER BY rank, rowid LIMIT ?
"""


class Hit(NamedTuple):
    """A recording that says it, and the words around; what was searched for stands in brackets."""

    recording: Recording
    words: str


def search(tape: Tape, query: str, chosen: Chosen, limit: int, tick: Callable[[], None]) -> list[Hit]:
    """The best first. `query` is of FTS5: words, "a phrase", prefix*, OR, NOT, `completion: word`.

    Linear in the cassette. Raises CassetteError where the query cannot be understood.
    """
    with closing(sqlite3.connect(":memory:")) as index:
        index.execute(INDEX)
        kept = list[str]()
        for recording in _ticking(tape, tick):
            if recording in chosen:
                kept.append(recording.uid)
                index.execute(
                    "INSERT INTO said(rowid, prompt, completion, tools, path) VALUES (?, ?, ?, ?, ?)",
                    (len(kept), *texts(recording), recording.asked.path),
                )
        try:
            rows = index.execute(FOUND, (query, limit)).fetchall()
        except sqlite3.OperationalError as failure:
            raise CassetteError(tape.path, f"cannot be searched for {query!r}: {failure}") from failure
    return [Hit(tape.recording(kept[number - 1]), said) for number, said in rows]


def texts(recording: Recording) -> tuple[str, str, str]:
    """Prompt, completion, calls of tools."""
    turns = answered(recording.answered)
    return (
        _joined(asked(recording.asked)),
        _joined([turn for turn in turns if turn.role != "tool call"]),
        _joined([turn for turn in turns if turn.role == "tool call"]),
    )


def _joined(turns: list[Turn]) -> str:
    """Halves of surrogate pairs, which no index takes, as question marks."""
    return "\n".join(turn.text for turn in turns).encode("utf-8", "replace").decode()


def _ticking(tape: Tape, tick: Callable[[], None]) -> Iterator[Recording]:
    for recording in tape.all():
        tick()
        yield recording
