"""Plays a reply without a socket, a sleep or a clock of the machine.

assert play(reply) == [(0.0, Head(200)), (0.5, Data(b"...")), (0.5, End())]
"""

from __future__ import annotations

from collections.abc import Iterable

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Data, Head, Message, Step, Wait


def play(reply: Iterable[Step], clock: ManualClock | None = None) -> list[tuple[float, Step]]:
    """Every step but `Wait`, with the second at which it is due; `clock` moves as the reply is pulled."""
    clock = clock or ManualClock()
    start, played = clock.now(), []
    for step in reply:
        if isinstance(step, Wait):
            clock.advance(step.seconds)
        else:
            played.append((round(clock.now() - start, 9), step))
    return played


def body(reply: Iterable[Step]) -> bytes:
    """All the data of a reply."""
    return b"".join(step.body for step in reply if isinstance(step, Data))


def head(reply: Iterable[Step]) -> Head:
    """The first head of a reply."""
    return next(step for step in reply if isinstance(step, Head))


def messages(steps: Iterable[Step]) -> list[str | bytes]:
    """What a WebSocket client would read."""
    return [step.content for step in steps if isinstance(step, Message)]
