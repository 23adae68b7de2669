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
        self._head_ns = self._end_ns = 0
        self._chunks: list[Chunk] = []
        self._end: Ending = "client_abort"

    def feed(self, step: Step) -> tuple[Step]:
        """`step`, untouched."""
        match step:
            case Data(body):
                self._keep(body)
            case Head():
                self._head, self._head_ns = step, self._ns()
            case End() | Abort():
                self._end = "complete" if isinstance(step, End) else "upstream_reset"
                self._end_ns = self._ns()
            case _:
                pass
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
                head_ns=self._head_ns,
                chunks=tuple(self._chunks),
                end="truncated" if self._room < 0 else self._end,
                end_ns=self._end_ns or self._ns(),
            )
        )

    def _keep(self, body: bytes) -> None:
        self._room -= len(body)
        if self._room >= 0:
            self._chunks.append(Chunk(self._ns(), body))

    def _ns(self) -> int:
        return round((self._clock.now() - self._start) * 1e9)
