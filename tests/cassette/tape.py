"""Requests, replies and cassettes for the tests of this room."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from fakeai_proxy.cassette import Cassette
from fakeai_proxy.cassette.interaction import Capture, Chunk, Ending
from fakeai_proxy.cassette.redact import Redactor
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Data, End, Head, Headers, Step, Wait

JSON = (("content-type", "application/json"),)
SSE = (("content-type", "text/event-stream"),)
KEY = "sk-proj-T3stT3stT3stT3stT3stT3st"


def harmless(text: bytes) -> bool:
    """Whether nothing in `text` looks like a credential; hypothesis does come up with some."""
    return not Redactor().spans(text)


def ask(text: str = "Hi", *, key: str = KEY, **fields: Any) -> Request:
    """A chat completion as an SDK sends it."""
    body = {"model": "gpt-4o", "messages": [{"role": "user", "content": text}], **fields}
    headers = (("authorization", f"Bearer {key}"), ("content-type", "application/json"))
    return Request("POST", "/v1/chat/completions", headers=headers, body=json.dumps(body).encode())


def answer(text: str = "Hello", headers: Headers = JSON) -> list[Step]:
    """A whole reply."""
    return [Wait(0.2), Head(200, headers), Wait(0.1), Data(json.dumps({"text": text}).encode()), End()]


def delta(text: str, index: int = 0, **extra: Any) -> bytes:
    """One event of a chat stream."""
    choice = {"index": index, "delta": {"content": text}, **extra}
    return b"data: " + json.dumps({"id": "chatcmpl-1", "choices": [choice]}).encode() + b"\n\n"


def stream(*bodies: bytes, headers: Headers = SSE) -> list[Step]:
    """A streamed reply: 0.2 s to the head, 0.1 s to each piece, at once to the end."""
    timed = [step for body in bodies for step in (Wait(0.1), Data(body))]
    return [Wait(0.2), Head(200, headers), *timed, End()]


def tape(cassette: Cassette, request: Request, steps: Iterable[Step], clock: ManualClock, **how: Any) -> None:
    """Record `steps` as the reply to `request`; `Wait`s move the clock."""
    recorder = cassette.recorder(request, **({"replace": False} | how))
    for step in steps:
        if isinstance(step, Wait):
            clock.advance(step.seconds)
        else:
            assert list(recorder.feed(step)) == [step]
    recorder.close()


def made(path: Path, *exchanges: tuple[Request, Iterable[Step]]) -> Path:
    """A cassette with `exchanges`, recorded in one session and closed."""
    clock = ManualClock()
    with closing(Cassette.open(path, readonly=False, clock=clock)) as cassette:
        for request, steps in exchanges:
            tape(cassette, request, steps, clock)
    return path


def opened(path: Path) -> Cassette:
    """For replay."""
    return Cassette.open(path, readonly=True, clock=ManualClock())


def rows(path: Path, query: str) -> list[Any]:
    """What SQLite says, by a connection of its own."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def capture(request: Request, head: Head, *bodies: bytes, end: Ending = "complete") -> Capture:
    """One exchange as a recorder hands it over."""
    chunks = tuple(Chunk(10 * n, body) for n, body in enumerate(bodies, 1))
    return Capture(request, 0, None, 1.7e9, head, 5, chunks, end, 1000)


def older(path: Path, number: int) -> Path:
    """The cassette as format `number` would have it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        if number < 3:
            for column in COLUMNS:
                table, _, name = column.partition(".")
                connection.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
            connection.execute("DROP TABLE message")
        if number < 2:
            connection.execute("DROP TABLE secret")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name > ?", (f"m{number:03}~",))
        connection.execute(f"PRAGMA user_version = {number}")
    return path


COLUMNS = (
    *("cassette.generation", "cassette.max_age_s"),
    *("session.generation", "session.outcome", "session.scope"),
    *("interaction.scope", "interaction.parent_uid", "interaction.recipe"),
    *("reply.trailers", "reply.early"),
)
