"""The closed loop: every connection asks again as soon as it is answered."""

from __future__ import annotations

import selectors
import socket
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from time import perf_counter
from typing import Protocol, TypeVar

from benchmarks.client.connection import connect

STALLED_SECONDS = 15.0


class Connection(Protocol):
    """A keep-alive connection that asks one thing at a time."""

    sock: socket.socket

    def send(self, request: bytes) -> None:
        """Ask."""

    def receive(self) -> bool:
        """Read once; whether the answer is now complete."""


C = TypeVar("C", bound=Connection)


def drive(
    make: Callable[[socket.socket], C],
    port: int,
    requests: Iterator[bytes],
    *,
    connections: int,
    seconds: float,
    limit: int | None,
) -> Iterator[C]:
    """Each connection as its answer completes, for `seconds` or until `limit` requests are answered."""
    open_ = [make(connect(port)) for _ in range(connections)]
    try:
        yield from _drive(open_, islice(requests, limit), perf_counter() + seconds)
    finally:
        for each in open_:
            each.sock.close()


def _drive(open_: Sequence[C], requests: Iterator[bytes], until: float) -> Iterator[C]:
    with selectors.DefaultSelector() as selector:
        pending = 0
        for each, request in zip(open_, requests, strict=False):
            selector.register(each.sock, selectors.EVENT_READ, each)
            each.send(request)
            pending += 1
        while pending:
            ready = selector.select(STALLED_SECONDS)
            if not ready:
                raise TimeoutError(f"no byte from the server for {STALLED_SECONDS:.0f} s")
            for key, _ in ready:
                each = key.data
                if not each.receive():
                    continue
                yield each
                following = next(requests, None) if perf_counter() < until else None
                if following is None:
                    pending -= 1
                    selector.unregister(each.sock)
                else:
                    each.send(following)
