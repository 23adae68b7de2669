"""Load of whole answers."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from benchmarks.client.connection import answer_end, check_status
from benchmarks.client.loop import drive
from benchmarks.client.span import Span


@dataclass(frozen=True, slots=True)
class Answers:
    """What one burst saw after its warm-up."""

    latencies: tuple[float, ...]
    """Seconds from the send of a request to the last byte of its answer, in order of completion."""
    ends: tuple[float, ...]
    """`perf_counter` of each of those last bytes."""
    rate: float
    """Answers a second: the sum over connections of n / (last end - first send).

    A count over a window would be coarse: a server that works in rounds answers all connections at once.
    """


class _Connection:
    __slots__ = ("ended", "received", "sent", "sock")

    def __init__(self, sock: socket.socket) -> None:
        self.sock, self.received, self.sent, self.ended = sock, b"", 0.0, 0.0

    def send(self, request: bytes) -> None:
        self.sent = perf_counter()
        self.sock.sendall(request)

    def receive(self) -> bool:
        data = self.sock.recv(262_144)
        self.received = self.received + data if self.received else data
        check_status(self.received if data else b"")
        end = answer_end(self.received)
        if end < 0 or len(self.received) < end:
            return False
        self.ended, self.received = perf_counter(), self.received[end:]
        return True


def load(
    port: int,
    requests: Iterator[bytes],
    *,
    connections: int,
    seconds: float = 3600.0,
    warmup: float = 0.0,
    limit: int | None = None,
) -> Answers:
    """Load for `seconds`, of which the first `warmup` are not counted, or until `limit` answers came.

    Raises Refused at the first answer that is not a 200. Sends block: requests are to fit a socket buffer.
    """
    since = perf_counter() + warmup
    latencies, ends = list[float](), list[float]()
    spans: dict[_Connection, Span] = {}
    for each in drive(_Connection, port, requests, connections=connections, seconds=seconds, limit=limit):
        if each.sent >= since:
            latencies.append(each.ended - each.sent)
            ends.append(each.ended)
            spans.setdefault(each, Span(each.sent)).add(1, each.ended)
    return Answers(tuple(latencies), tuple(ends), sum(span.rate for span in spans.values()))
