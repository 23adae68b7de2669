"""What becomes of an answer whose worker fails while it is on its way."""

from __future__ import annotations

from collections.abc import Callable

from fakeai_proxy.core.steps import Abort, Head, Reply
from fakeai_proxy.engine import WorkerLost

from .replies import BEGUN, begun


def unbroken(reply: Reply, refuse: Callable[[WorkerLost], Reply]) -> Reply:
    """`reply`; where its worker is lost, what `refuse` says before the head, and Abort after it."""
    return begun(_steps(reply, refuse))


def _steps(reply: Reply, refuse: Callable[[WorkerLost], Reply]) -> Reply:
    headed = False
    try:
        yield BEGUN
        while not headed and (step := next(reply, None)):
            headed = type(step) is Head
            yield step
        yield from reply  # all tokens come this way, so it should not take long
    except WorkerLost as loss:
        refusal = refuse(loss)
        yield from (Abort(),) if headed else refusal
    finally:
        if close := getattr(reply, "close", None):
            close()
