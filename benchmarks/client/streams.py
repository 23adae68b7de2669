"""Load of streams of server-sent events: when each chunk came.

A chunk is an event whose delta has text; the role, the finish reason, the usage and `[DONE]` are none.
A read that completes k of them counts k chunks with one arrival time, the time after that read.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import perf_counter

from benchmarks.client.connection import Refused, check_status
from benchmarks.client.loop import drive
from benchmarks.client.span import Span


@dataclass(slots=True)
class Stream:
    """One stream, in `perf_counter` seconds."""

    sent: float
    arrivals: list[float] = field(default_factory=list)

    @property
    def ttft(self) -> float:
        """Seconds from the request to its first chunk."""
        return self.arrivals[0] - self.sent

    @property
    def itl(self) -> float:
        """Mean seconds between chunks: (last - first) / (n - 1)."""
        return (self.arrivals[-1] - self.arrivals[0]) / (len(self.arrivals) - 1)

    @property
    def gaps(self) -> list[float]:
        """Seconds between consecutive chunks, n - 1 of them; 0 within one read."""
        return [b - a for a, b in zip(self.arrivals, self.arrivals[1:], strict=False)]


@dataclass(frozen=True, slots=True)
class Streams:
    """What one burst saw."""

    streams: tuple[Stream, ...]
    rate: float
    """Chunks a second: the sum over connections of n / (last arrival - first send)."""


class _Connection:
    __slots__ = ("fresh", "rest", "sock", "stream")

    def __init__(self, sock: socket.socket) -> None:
        self.sock, self.rest, self.fresh = sock, b"", True
        self.stream = Stream(0.0)

    def send(self, request: bytes) -> None:
        self.rest, self.fresh = b"", True
        self.stream = Stream(perf_counter())
        self.sock.sendall(request)

    def receive(self) -> bool:
        data = self.sock.recv(262_144)
        now = perf_counter()
        if self.fresh or not data:
            check_status(data)
            self.fresh = False
        received = self.rest + data if self.rest else data
        cut = received.rfind(b"\n\n") + 2
        if cut > 1:
            self.stream.arrivals += [now] * chunks(received[:cut])
            received = received[cut:]
        self.rest = received
        return received.endswith(b"0\r\n\r\n")


def chunks(events: bytes) -> int:
    """How many of these whole events carry text."""
    return events.count(b'"content":"') - events.count(b'"content":""')


def load(
    port: int,
    requests: Iterator[bytes],
    *,
    connections: int,
    seconds: float = 3600.0,
    warmup: float = 0.0,
    limit: int | None = None,
) -> Streams:
    """The streams of a closed loop that began after `warmup`, all of them finished.

    Raises Refused where one is not a 200 or has no text.
    """
    since = perf_counter() + warmup
    finished: list[Stream] = []
    spans: dict[_Connection, Span] = {}
    for each in drive(_Connection, port, requests, connections=connections, seconds=seconds, limit=limit):
        stream = each.stream
        if not stream.arrivals:
            raise Refused("a stream came without a chunk of text")
        if stream.sent >= since:
            finished.append(stream)
            spans.setdefault(each, Span(stream.sent)).add(len(stream.arrivals), stream.arrivals[-1])
    return Streams(tuple(finished), sum(span.rate for span in spans.values()))
