"""The requests of a cassette, as the matcher asks for them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from fakeai_proxy.core.exchange import Request

from .asking import Asking
from .canonical import canonicalize, redactor_for
from .redaction.rules import rules_by
from .rows import unpacked

ASKED = """
SELECT i.id, i.uid, i.redaction_policy, i.method, i.scheme, i.host, i.port, i.path, i.query, i.req_headers,
  b.codec, b.data
FROM interaction i JOIN blob b ON b.id = i.req_blob
"""
OF_NUMBER = f"{ASKED} WHERE i.id = ?"
ACTIVE = f"{ASKED} WHERE i.state = 'active' ORDER BY i.session_id, i.seq"


class Recorded(NamedTuple):
    """What was asked when something was recorded."""

    number: int
    uid: str
    asking: Asking


def recorded(connection: sqlite3.Connection, number: int) -> Recorded:
    """Of recording `number`. Raises ValueError when it is damaged or gone."""
    row = connection.execute(OF_NUMBER, (number,)).fetchone()
    if row is None:
        raise ValueError(f"there is no recording {number}")
    return _recorded(*row)


def every(connection: sqlite3.Connection) -> Iterator[Recorded]:
    """Those that can be found, in their order, one at a time in memory."""
    for row in connection.execute(ACTIVE):
        yield _recorded(*row)


def _recorded(number: int, uid: str, policy: str, *row: Any) -> Recorded:
    method, scheme, host, port, path, query, headers, codec, data = row
    request = Request(
        method=method,
        path=path,
        host=host,
        query=query,
        headers=tuple((name, value) for name, value in json.loads(headers)),
        body=unpacked(codec, data),
        scheme=scheme,
        port=port,
    )
    redactor = redactor_for(request, rules_by(policy))
    return Recorded(number, uid, Asking(request, canonicalize(request, redactor), redactor))
