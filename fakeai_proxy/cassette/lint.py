"""Looks for secrets in files that are written already: cassettes, and any text beside them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from . import identity
from .entry import entry_of
from .errors import CassetteError
from .older import as_present
from .redact import Redactor
from .redaction.numbers import Numbers
from .redaction.placeholder import placeholder
from .redaction.rules import Rules
from .redaction.settings import CREDENTIAL_HEADERS
from .rows import unpacked
from .stored import Stored, stored

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'"
TOLD = {
    *(("interaction", column) for column in ("path", "query", "req_headers")),
    *(("reply", column) for column in ("headers", "body")),
    ("blob", "data"),
}
"""Columns whose texts are told with the interaction they are of."""
PACKED = "SELECT id, codec, data FROM blob WHERE id NOT IN"
UNTOLD = (
    f"{PACKED} (SELECT req_blob FROM interaction UNION SELECT blob_id FROM reply WHERE blob_id IS NOT NULL)"
)

UNUSED = 1_000_001
"""A number no placeholder of a cassette has."""


class Finding(NamedTuple):
    """Secrets of one kind in one place; never one itself."""

    where: str
    """`interaction 1f2e3d4c-0`, `line 12`, `table session`, or `unused space` that rows have left behind."""
    place: str
    """`request /messages/0/content`, `reply header location`, a column; "" where there is no more to tell."""
    kind: str
    times: int


def lint(path: Path, rules: Rules, tick: Callable[[], None] = lambda: None) -> Iterator[Finding]:
    """What `rules` would take out of `path`: a cassette, or else a text, line by line.

    `tick` is called once a recording.

    Raises CassetteError where a cassette cannot be read, and OSError.
    """
    content = path.read_bytes()
    if not content.startswith(identity.MAGIC):
        yield from _in_text(content, rules)
        return
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            identity.check_format(path, connection)
            as_present(connection)
            yield from _in_cassette(connection, content + _log(path), rules, tick)
    except (sqlite3.DatabaseError, ValueError) as failure:
        raise CassetteError(path, f"cannot be read: {failure}") from failure


def _log(path: Path) -> bytes:
    log = path.with_name(path.name + "-wal")
    return log.read_bytes() if log.exists() else b""


def _in_cassette(
    connection: sqlite3.Connection, content: bytes, rules: Rules, tick: Callable[[], None]
) -> Iterator[Finding]:
    found = False
    for finding in _in_rows(connection, rules, tick):
        found = True
        yield finding
    if not found:  # else what is in rows would be told twice
        yield from _findings(_kinds(content, rules), "unused space", "")


def _in_rows(connection: sqlite3.Connection, rules: Rules, tick: Callable[[], None]) -> Iterator[Finding]:
    for one in stored(connection):
        yield from _in_interaction(one, rules)
        tick()
    for number, codec, data in connection.execute(UNTOLD):
        yield from _findings(_kinds(unpacked(codec, data), rules), f"blob {number}", "")
    for (table,) in connection.execute(TABLES).fetchall():
        yield from _in_table(connection, table, rules)


def _in_interaction(one: Stored, rules: Rules) -> Iterator[Finding]:
    where, request, reply = f"interaction {one.uid}", one.capture.request, one.capture.head
    for side, headers in (("request", request.headers), ("reply", reply.headers)):
        for name, value in headers:
            yield from _findings(
                _in_header(name.lower(), value, rules), where, f"{side} header {name.lower()}"
            )
    numbers = Numbers(b"", first=UNUSED)
    entry = entry_of(one.capture, b"", (), rules, numbers)
    fresh = {placeholder(kind, number).decode(): kind for kind, number, _ in numbers.fresh}
    for (place, name), n in entry.found.items():
        if name in fresh and " header " not in place:
            yield Finding(where, place, fresh[name], n)


def _in_header(name: str, value: str, rules: Rules) -> Counter[str]:
    """Of those too that are not kept today."""
    return Counter(("header",)) if name in CREDENTIAL_HEADERS else _kinds(_bytes(value), rules)


def _in_table(connection: sqlite3.Connection, table: str, rules: Rules) -> Iterator[Finding]:
    cursor = connection.execute(f'SELECT * FROM "{table}"')
    names = [column[0] for column in cursor.description]
    found: Counter[tuple[str, str]] = Counter()
    for row in cursor:
        cells = {
            name: _bytes(value) for name, value in zip(names, row, strict=True) if (table, name) not in TOLD
        }
        if _kinds(b"\n".join(cells.values()), rules):
            found.update(
                (name, kind) for name, cell in cells.items() for kind in _kinds(cell, rules).elements()
            )
    yield from (Finding(f"table {table}", name, kind, n) for (name, kind), n in found.items())


def _bytes(value: object) -> bytes:
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    return value if isinstance(value, bytes) else b""


def _in_text(content: bytes, rules: Rules) -> Iterator[Finding]:
    found: Counter[tuple[int, str]] = Counter()
    line, at = 1, 0
    for span in Redactor(rules=rules).spans(content):
        line, at = line + content.count(b"\n", at, span.start), span.start
        found[line, span.kind] += 1
    yield from (Finding(f"line {line}", "", kind, n) for (line, kind), n in found.items())


def _kinds(text: bytes, rules: Rules) -> Counter[str]:
    return Counter(span.kind for span in Redactor(rules=rules).spans(text))


def _findings(kinds: Counter[str], where: str, place: str) -> Iterator[Finding]:
    return (Finding(where, place, kind, n) for kind, n in kinds.items())
