"""Cassettes that hypothesis makes up: whatever a recorder may see of clients and providers."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from fakeai_proxy.cassette import Cassette
from fakeai_proxy.cassette.inserting import put_recording, put_session
from fakeai_proxy.cassette.interaction import Capture, Chunk
from fakeai_proxy.cassette.made import making
from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.cassette.recording import Answered, Asked, Early, Message, Recording, Session
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
    return Capture(request, order, None, 1.7e9 + order, head, times[0], chunks, ending, times[-1])


@st.composite
def sessions(draw: st.DrawFn) -> list[list[Capture]]:
    """What was recorded, run by run."""
    counts = draw(st.lists(st.integers(0, 3), min_size=1, max_size=2))
    return [[draw(captures(order)) for order in range(count)] for count in counts]


names = st.sampled_from(["", "test-17", "gw0@a"])
pairs = st.lists(st.tuples(st.sampled_from(["x-sum", "x-request-id", "link"]), words), max_size=2).map(tuple)
spoken = st.lists(
    st.tuples(st.sampled_from(["client", "server"]), st.booleans(), bodies), min_size=1, max_size=5
)


@st.composite
def websockets(draw: st.DrawFn, recording: Recording) -> Recording:
    """`recording` as one of a WebSocket; its messages seldom are not all that was said."""
    said, messages = {"client": b"", "server": b""}, list[Message]()
    for ns, (sender, binary, body) in enumerate(draw(spoken)):
        messages.append(Message(ns * 7, sender, binary, len(said[sender]), len(body)))
        said[sender] += body
    odd = draw(st.sampled_from([b"", b"", b"more"]))
    answered = replace(
        recording.answered, kind="ws", body=said["server"] + odd, slices=(), messages=tuple(messages)
    )
    return replace(recording, asked=replace(recording.asked, body=said["client"]), answered=answered)


@st.composite
def recordings(draw: st.DrawFn, uid: str, seq: int) -> Recording:
    """With everything that a cassette has a column for."""
    capture = draw(captures(seq))
    body = b"".join(chunk.body for chunk in capture.chunks)
    early = draw(
        st.lists(st.builds(Early, st.integers(0, 9), st.sampled_from([102, 103]), pairs), max_size=2)
    )
    request = capture.request
    asked = Asked(
        *(request.method, request.scheme, request.host, request.port, request.path, request.query),
        *(request.headers[:2], request.body, None, draw(texts | st.none()), draw(st.booleans())),
    )
    answered = Answered(
        *("http", capture.head.status, capture.head.headers, capture.head_ns, capture.end_ns),
        *(capture.end, body, ()),
        trailers=draw(pairs),
        early=tuple(early),
    )
    one = Recording(
        uid=f"{uid}-{seq}",
        seq=seq,
        state=draw(st.sampled_from(["active", "disabled", "quarantined"])),
        started_at="2026-01-01T00:00:00.000+00:00",
        origin=draw(st.sampled_from(["recorded", "imported", "mutated"])),
        policy=default_rules().policy,
        asked=asked,
        answered=answered,
        scope=draw(names),
        parent_uid=draw(st.none() | words),
        recipe=draw(
            st.sampled_from([None, '{"seed": 1, "mutations": [{"type": "caf\\u00e9"}]}', "[1,2]", '"x"'])
        ),
    )
    return draw(st.just(one) | websockets(one))


@st.composite
def runs(draw: st.DrawFn) -> list[tuple[Session, list[Recording]]]:
    """Sessions of several generations and scopes."""
    found = []
    for number in range(draw(st.integers(1, 2))):
        uid = f"run{number}"
        outcome = draw(st.sampled_from([None, "passed", "failed"]))
        session = Session(0, uid, "2026", None, "1", draw(st.integers(1, 3)), outcome, draw(names))
        found.append((session, [draw(recordings(uid, seq)) for seq in range(draw(st.integers(0, 2)))]))
    return found


def kept(path: Path, runs: list[tuple[Session, list[Recording]]], about: tuple[int, int | None]) -> Path:
    """A cassette with `runs`; `about`: the generation that is replayed, and seconds until it expires."""
    with making(path) as connection:
        connection.execute("UPDATE cassette SET generation = ?, max_age_s = ?", about)
        for session, recordings in runs:
            number = put_session(connection, session)
            for recording in recordings:
                put_recording(connection, number, recording)
    return path


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
        every = [(session, list(tape.recordings(session))) for session in tape.sessions()]
        return [every, tape.salt, tape.sealed, tape.generation, tape.max_age_s, tape.secrets()]


def features(path: Path) -> list[Any]:
    """What misses are explained by."""
    query = (
        "SELECT uid, pointer, vhash FROM req_feature JOIN interaction ON id = interaction_id ORDER BY 1, 2"
    )
    with reading(path) as tape:
        return tape.connection.execute(query).fetchall()


def replayable(path: Path) -> Cassette:
    return Cassette.open(path, readonly=True, clock=ManualClock())
