"""A stream of server-sent events: which are due with which token."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat, zip_longest

from fakeai_proxy.core.sse import DONE
from fakeai_proxy.core.steps import Data, End, Head, Reply, Wait

from .identity import Identity
from .replies import BEGUN, begun, standard_headers
from .together import Timing

EVENT_STREAM = ("content-type", "text/event-stream; charset=utf-8")


def paced(
    identity: Identity,
    run: Timing,
    opening: Iterable[bytes],
    rows: Iterable[Iterable[bytes]],
    closing: Iterable[bytes] = (),
    hidden: int = 0,
) -> Reply:
    """Events: `opening` with the head, the k-th of `rows` with the k-th token, then `closing` and [DONE].

    Tokens are those of `run` after the `hidden` first, which nobody sees; head and first row come with the
    first of them. Rows after the last token wait for nothing.
    """
    return begun(_steps(identity, run, opening, rows, closing, hidden))


def _steps(
    identity: Identity,
    run: Timing,
    opening: Iterable[bytes],
    rows: Iterable[Iterable[bytes]],
    closing: Iterable[bytes],
    hidden: int,
) -> Reply:
    token = _now if run.instant else run.token
    try:
        yield BEGUN
        if run.job.output_tokens or run.instant:
            for _ in range(hidden + 1):
                yield from token()
        else:
            yield from run.finish()
        yield Head(200, (EVENT_STREAM, *standard_headers(identity, _shown_after(run, hidden))))
        for event in opening:
            yield Data(event)
        for at, row in enumerate(rows):
            if at:
                yield from token()
            for event in row:
                if event:
                    yield Data(event)
        for event in closing:
            yield Data(event)
        yield Data(DONE)
        yield End()
    finally:
        run.close()


def _shown_after(run: Timing, hidden: int) -> float:
    """Simulated seconds to the first token that is seen; an instant run has those after it behind it too."""
    return run.elapsed and run.elapsed - float(run.itls()[hidden:].sum())


def _now() -> tuple[Wait, ...]:
    return ()


def interleaved(streams: Sequence[Iterator[bytes]], late: Sequence[int] = ()) -> Iterator[Iterable[bytes]]:
    """The k-th event of every stream, for k = 0, 1, ...; streams that are over drop out.

    late: rows without an event before the first of each.
    """
    if len(streams) == 1:
        return zip(streams[0], strict=False)
    delays = zip(late or repeat(0), streams, strict=False)
    shifted = [chain(repeat(None, rows), stream) for rows, stream in delays]
    return (tuple(event for event in row if event is not None) for row in zip_longest(*shifted))
