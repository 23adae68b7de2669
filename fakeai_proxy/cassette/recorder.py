"""Looks at the steps of one live reply and keeps a copy, with times, until it is over."""

from __future__ import annotations

from collections.abc import Callable

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Abort, Data, End, Head, Step

from .interaction import Capture, Chunk, Ending

CAP_BYTES = 64 * 2**20
"""Of one reply; what comes after it is relayed but not recorded."""


class Recorder:
    """A Transform that changes nothing. `close` hands what was seen to `submit`."""

    def __init__(
        self,
        request: Request,
        *,
        order: int,
        replace: bool,
        clock: Clock,
        submit: Callable[[Capture], None],
        cap: int = CAP_BYTES,
    ) -> None:
        self._request, self._order, self._replace = request, order, replace
        self._clock, self._submit, self._room = clock, submit, cap
        self._start, self._started_at = clock.now(), clock.wall()
        self._head: Head | None = None
        self._head_at = self._start
        self._end_at: float | None = None
        self._chunks: list[tuple[float, bytes]] = []
        self._end: Ending = "client_abort"

    def feed(self, step: Step) -> tuple[Step]:
        """`step`, untouched."""
        if isinstance(step, Data):
            self._room -= len(step.body)
            if self._room >= 0:
                self._chunks.append((self._clock.now(), step.body))
        elif isinstance(step, Head):
            self._head, self._head_at = step, self._clock.now()
        elif isinstance(step, End | Abort):
            self._end = "complete" if isinstance(step, End) else "upstream_reset"
            self._end_at = self._clock.now()
        return (step,)

    def close(self) -> None:
        """Without an end before it, the client has left."""
        if self._head is None:
            return
        self._submit(
            Capture(
                request=self._request,
                order=self._order,
                replace=self._replace,
                started_at=self._started_at,
                head=self._head,
                head_ns=self._ns(self._head_at),
                chunks=tuple(Chunk(self._ns(at), body) for at, body in self._chunks),
                end="truncated" if self._room < 0 else self._end,
                end_ns=self._ns(self._clock.now() if self._end_at is None else self._end_at),
            )
        )

    def _ns(self, at: float) -> int:
        return round((at - self._start) * 1e9)
