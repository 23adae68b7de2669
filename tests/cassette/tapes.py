"""Cassettes that hypothesis makes up: whatever a recorder may see of clients and providers."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from fakeai_proxy.cassette import Cassette
from fakeai_proxy.cassette.interaction import Capture, Chunk
from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.cassette.recording import Recording, Session
from fakeai_proxy.cassette.redaction.rules import default_rules
from fakeai_proxy.cassette.writer import Writer
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Head

KINDS = (
    "application/json",
    "text/event-stream; charset=utf-8",
    "application/x-ndjson",
    "audio/mpeg",
    "text/plain",
)
texts = st.text(max_size=12)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
fields = st.fixed_dictionaries(
    {},
    optional={
        "id": scalars,
        "created": scalars,
        "model": texts,
        "messages": st.lists(st.fixed_dictionaries({"role": texts, "content": values}), max_size=3),
        "output": st.lists(st.fixed_dictionaries({"id": scalars}), max_size=2),
        "response": st.fixed_dictionaries({"id": scalars}),
        "stream": scalars,
        "other": values,
    },
)


@st.composite
def json_bodies(draw: st.DrawFn) -> bytes:
    """In all the ways that programs print JSON."""
    how: dict[str, Any] = {
        "separators": draw(st.sampled_from([None, (",", ":")])),
        "ensure_ascii": draw(st.booleans()),
        "indent": draw(st.sampled_from([None, None, 2, 3])),
    }
    return json.dumps(draw(fields | values), **how).encode("utf-8", "replace")


@st.composite
def events(draw: st.DrawFn) -> bytes:
    """One of SSE: usual, named, with strange line ends, broken off."""
    name = draw(st.sampled_from(["", "event: message_start\n", "event:x\r\n", ": a comment\n", "id: 7\n"]))
    space, end = draw(st.sampled_from(["", " "])), draw(st.sampled_from(["\n\n", "\r\n\r\n", "\n", ""]))
    data = draw(json_bodies() | st.just(b"[DONE]") | st.binary(max_size=8))
    return name.encode() + b"data:" + space.encode() + data + end.encode()


bodies = st.just(b"") | json_bodies() | st.binary(max_size=600) | st.lists(events(), max_size=5).map(b"".join)
words = st.from_regex(r"[a-z][a-z0-9_.-]{0,8}", fullmatch=True)


@st.composite
def captures(draw: st.DrawFn, order: int) -> Capture:
    """Request, reply, times and ending, all of any kind."""
    media = draw(st.sampled_from(KINDS))
    request = Request(
        draw(st.sampled_from(["GET", "POST"])),
        "/" + "/".join(draw(st.lists(words, max_size=3))),
        query="&".join(f"{word}=1" for word in draw(st.lists(words, max_size=2))),
        headers=(
            ("content-type", "application/json"),
            ("user-agent", draw(texts)),
            ("authorization", "Bearer x"),
        ),
        body=draw(bodies),
        port=draw(st.integers(1, 65535)),
    )
    ids = draw(st.lists(words, max_size=2))
    head = Head(draw(st.integers(200, 599)), (("content-type", media), *(("x-request-id", id) for id in ids)))
    pieces = draw(st.lists(bodies, max_size=4))
    times = sorted(draw(st.lists(st.integers(0, 10**12), min_size=len(pieces) + 2, max_size=len(pieces) + 2)))
    chunks = tuple(Chunk(ns, body) for ns, body in zip(times[1:], pieces, strict=False))
    ending = draw(st.sampled_from(["complete", "complete", "client_abort", "upstream_reset"]))
    return Capture(request, order, False, 1.7e9 + order, head, times[0], chunks, ending, times[-1])


@st.composite
def sessions(draw: st.DrawFn) -> list[list[Capture]]:
    """What was recorded, run by run."""
    counts = draw(st.lists(st.integers(0, 3), min_size=1, max_size=2))
    return [[draw(captures(order)) for order in range(count)] for count in counts]


def filled(path: Path, runs: list[list[Capture]]) -> Path:
    """A cassette with `runs`, written by the recorder's own writer."""
    for captures in runs:
        with closing(Writer(path, ManualClock(), default_rules())) as writer:
            for capture in captures:
                writer.submit(capture)
    return path


def held(path: Path) -> list[Any]:
    """Everything that counts for replay."""
    with reading(path) as tape:
        recordings: list[tuple[Session, list[Recording]]] = [
            (session, list(tape.recordings(session))) for session in tape.sessions()
        ]
        return [recordings, tape.salt, tape.sealed, tape.secrets()]


def features(path: Path) -> list[Any]:
    """What misses are explained by."""
    query = (
        "SELECT uid, pointer, vhash FROM req_feature JOIN interaction ON id = interaction_id ORDER BY 1, 2"
    )
    with reading(path) as tape:
        return tape.connection.execute(query).fetchall()


def replayable(path: Path) -> Cassette:
    return Cassette.open(path, readonly=True, clock=ManualClock())
