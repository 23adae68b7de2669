"""Captures as bytes for a pipe between two processes of the same interpreter.

frame = length of the head (4 bytes, little-endian), head (marshal), bodies; the head ends in their sizes
"""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from typing import Any, Protocol

from fakeai_proxy.cassette.interaction import Capture, Chunk, Said
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Head

VERSION = 2
"""Of marshal: values that occur twice are written twice, which is faster than looking for them."""

Told = tuple[tuple[Any, ...], tuple[bytes, ...]]
"""A head and its bodies."""


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def frame(head: tuple[Any, ...], bodies: Sequence[bytes] = ()) -> tuple[bytes, ...]:
    """In pieces; bodies are not copied."""
    told = marshal.dumps((*head, [*map(len, bodies)]), VERSION)
    return (len(told).to_bytes(4, "little"), told, *bodies)


def read(source: Readable) -> Told | None:
    """The next head and its bodies; None at the end, also where a frame breaks off."""
    size = source.read(4)
    told = source.read(int.from_bytes(size, "little"))
    if len(size) < 4 or len(told) < int.from_bytes(size, "little"):
        return None
    *head, sizes = marshal.loads(told)
    bodies = tuple(source.read(size) for size in sizes)
    return None if [*map(len, bodies)] != [*sizes] else (tuple(head), bodies)


def captured(number: int, capture: Capture) -> tuple[bytes, ...]:
    """The frame by which cassette `number` is handed a recording.

    Its head are numbers and texts; its bodies that of the request, then piece by piece that of the reply.
    """
    request, order, replace, started_at, head, head_ns, chunks, end, end_ns, kind, messages, trailers = (
        capture
    )
    bodies = [request.body, *[body for _, body in chunks], *[one.body for one in messages]]
    return frame(
        (
            *("capture", number, request.method, request.path, request.host, request.query, request.headers),
            *(request.scheme, request.port, request.scope, head.status, head.headers, head_ns, end, end_ns),
            *(kind, trailers, order, replace, started_at, [ns for ns, _ in chunks]),
            [one[:3] for one in messages] if messages else messages,
        ),
        bodies,
    )


def put_together(told: Sequence[Any], bodies: Sequence[bytes]) -> Capture:
    """The capture of such a frame, from what stands in it behind the number."""
    method, path, host, query, headers, scheme, port, scope, *answered = told
    status, reply_headers, head_ns, end, end_ns, kind, trailers, *rest = answered
    order, replace, started_at, times, messages = rest
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
