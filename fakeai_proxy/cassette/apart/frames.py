"""Captures as bytes for a pipe between two processes of the same interpreter.

frame = length of the head (4 bytes, little-endian), head (marshal), bodies; the head ends in their sizes
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from fakeai_proxy.cassette.interaction import Capture, Chunk, Said
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Head

JOINED = 1 << 16
"""Bytes. Smaller bodies are copied into one piece with their head."""

Told = tuple[tuple[Any, ...], tuple[bytes, ...]]
"""A head and its bodies."""


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def frame(head: tuple[Any, ...], bodies: tuple[bytes, ...] = ()) -> tuple[bytes, ...]:
    """In pieces; large bodies are not copied."""
    sizes = tuple([len(body) for body in bodies])
    told = marshal.dumps((*head, sizes))
    begin = len(told).to_bytes(4, "little")
    return (b"".join((begin, told, *bodies)),) if sum(sizes) < JOINED else (begin, told, *bodies)


def joined(batch: Iterable[tuple[bytes, ...]]) -> Iterator[bytes]:
    """The pieces of several frames, small ones as one: fewer writes."""
    small = list[bytes]()
    for pieces in batch:
        if len(pieces) == 1:
            small += pieces
        else:
            yield b"".join(small)
            yield from pieces
            small.clear()
    yield b"".join(small)


def read(source: Readable) -> Told | None:
    """The next head and its bodies; None at the end, also where a frame breaks off."""
    size = source.read(4)
    told = source.read(int.from_bytes(size, "little"))
    if len(size) < 4 or len(told) < int.from_bytes(size, "little"):
        return None
    *head, sizes = marshal.loads(told)
    bodies = tuple(source.read(size) for size in sizes)
    return None if [*map(len, bodies)] != [*sizes] else (tuple(head), bodies)


def taken_apart(capture: Capture) -> Told:
    """Numbers and texts, and the bodies: of the request, then piece by piece of the reply."""
    request, head = capture.request, capture.head
    asked = (
        *(request.method, request.path, request.host, request.query, request.headers),
        *(request.scheme, request.port, request.scope),
    )
    answered = (
        *(head.status, head.headers, capture.head_ns, capture.end, capture.end_ns, capture.kind),
        *(capture.trailers, tuple([one[:3] for one in capture.messages])),
    )
    times = tuple([chunk.ns for chunk in capture.chunks])
    numbers = capture.order, capture.replace, capture.started_at
    said = [one.body for one in capture.messages]
    bodies = request.body, *[chunk.body for chunk in capture.chunks], *said
    return (asked, answered, times, numbers), bodies


def put_together(told: tuple[Any, ...], bodies: tuple[bytes, ...]) -> Capture:
    """The capture that was `taken_apart`."""
    asked, answered, times, numbers = told
    method, path, host, query, headers, scheme, port, scope = asked
    status, reply_headers, head_ns, end, end_ns, kind, trailers, messages = answered
    order, replace, started_at = numbers
    body, *pieces = bodies
    return Capture(
        request=Request(
            method,
            path,
            host=host,
            query=query,
            headers=headers,
            body=body,
            scheme=scheme,
            port=port,
            scope=scope,
        ),
        order=order,
        replace=replace,
        started_at=started_at,
        head=Head(status, reply_headers),
        head_ns=head_ns,
        chunks=tuple(map(Chunk, times, pieces)),
        end=end,
        end_ns=end_ns,
        kind=kind,
        messages=tuple(
            Said(ns, sender, binary, body)
            for (ns, sender, binary), body in zip(messages, pieces[len(times) :], strict=True)
        ),
        trailers=trailers,
    )
