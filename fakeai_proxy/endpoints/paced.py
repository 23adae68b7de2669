"""A stream of server-sent events: which are due with which token."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from fakeai_proxy.core.sse import DONE
from fakeai_proxy.core.steps import Data, End, Head, Reply, Wait

from .identity import Identity
from .replies import standard_headers

EVENT_STREAM = ("content-type", "text/event-stream; charset=utf-8")


def paced(
    identity: Identity,
    waits: Sequence[float],
    opening: Iterable[bytes],
    rows: Iterable[Iterable[bytes]],
    closing: Iterable[bytes] = (),
) -> Reply:
    """Events: `opening` with the head, the k-th of `rows` with the k-th token, then `closing` and [DONE].

    waits: seconds before each token, the first one before the head; empty where time does not matter.
    """
    first = waits[0] if waits else 0.0
    if first:
        yield Wait(first)
    yield Head(200, (EVENT_STREAM, *standard_headers(identity, first)))
    for event in opening:
        yield Data(event)
    due = len(waits)
    for token, row in enumerate(rows):
        if 0 < token < due:
            yield Wait(waits[token])
        for event in row:
            yield Data(event)
    for event in closing:
        yield Data(event)
    yield Data(DONE)
    yield End()


def interleaved(streams: Sequence[Iterator[bytes]]) -> Iterator[Iterable[bytes]]:
    """The k-th event of every stream, for k = 0, 1, ...; streams that are over drop out."""
    if len(streams) == 1:
        return zip(streams[0], strict=False)
    return (tuple(event for event in row if event is not None) for row in zip_longest(*streams))
