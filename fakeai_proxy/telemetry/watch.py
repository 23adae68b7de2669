"""Lets an exchange see the steps of its reply: of one that we make, and of one that passes."""

from __future__ import annotations

from collections.abc import Generator

from fakeai_proxy.core.steps import Data, Reply, Step, Wait

from .exchange import Exchange


def watched(reply: Reply, exchange: Exchange) -> Reply:
    """`reply`, seen by `exchange`, which is closed when the reply is: at its end, or when it is let go.

    Also when not one step was pulled.
    """
    steps = _watching(reply, exchange)
    next(steps)  # from here on, closing it runs its last lines
    return steps  # type: ignore[return-value]  # what is not a step was just taken


def _watching(reply: Reply, exchange: Exchange) -> Generator[Step | None, None, None]:
    feed, size, chunks = exchange.feed, 0, 0
    try:
        yield None
        for step in reply:
            if type(step) is Data and exchange.run:  # counted here: a call for each would cost as much again
                chunks += 1
                size += len(step.body)
            elif type(step) is not Wait:
                feed(step)
            yield step
    except Exception:
        exchange.error = exchange.error or "internal"
        raise
    finally:
        exchange.chunks += chunks
        exchange.response_bytes += size
        if close := getattr(reply, "close", None):
            close()  # first, so that its run is closed before the row is written
        exchange.close()


class Tap:
    """The same as a Transform: it changes nothing."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange

    def feed(self, step: Step) -> tuple[Step]:
        """`step`, untouched."""
        self.exchange.feed(step)
        return (step,)

    def close(self) -> None:
        self.exchange.close()
