"""Looks at the steps of one live reply and keeps a copy, with times, until it is over."""

from __future__ import annotations

from collections.abc import Callable

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Abort, Close, Data, End, Head, Headers, Message, Sent, Step

from .interaction import Capture, Chunk, Ending, Said, Sender
from .matching.names import Profile

CAP_BYTES = 64 * 2**20
"""Of one reply; what comes after it is relayed but not recorded."""

SWITCHED = 101
"""The status by which a WebSocket begins."""


class Recorder:
    """A Transform that changes nothing. `close` hands what was seen to `submit`."""

    def __init__(
        self,
        request: Request,
        *,
        order: int,
        replace: Profile | None,
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
        self._said: list[tuple[float, Message]] = []
        self._trailers: Headers = ()
        self._end: Ending = "client_abort"

    def feed(self, step: Step) -> tuple[Step]:
        """`step`, untouched."""
        if isinstance(step, Data):
            self._room -= len(step.body)
            if self._room >= 0:
                self._chunks.append((self._clock.now(), step.body))
        elif isinstance(step, Message):
            self._room -= len(step.content)
            if self._room >= 0:
                self._said.append((self._clock.now(), step))
        elif isinstance(step, Head):
            self._head, self._head_at = step, self._clock.now()
        elif isinstance(step, End | Abort):
            self._over(step)
        return (step,)

    def _over(self, step: End | Abort) -> None:
        self._end_at = self._clock.now()
        self._end = "complete" if isinstance(step, End) else "upstream_reset"
        if isinstance(step, Close):
            self._trailers = closing(step)
        elif isinstance(step, End):
            self._trailers = step.trailers

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
                chunks=tuple([Chunk(self._ns(at), body) for at, body in self._chunks]),
                end="truncated" if self._room < 0 else self._end,
                end_ns=self._ns(self._clock.now() if self._end_at is None else self._end_at),
                kind="ws" if self._head.status == SWITCHED else None,
                messages=tuple([said(self._ns(at), message) for at, message in self._said]),
                trailers=self._trailers,
            )
        )

    def _ns(self, at: float) -> int:
        return round((at - self._start) * 1e9)


def said(ns: int, message: Message) -> Said:
    """A message as it is kept."""
    content = message.content
    body = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    sender: Sender = "client" if isinstance(message, Sent) else "server"
    return Said(ns, sender, isinstance(content, bytes), body)


def closing(close: Close) -> Headers:
    """How a WebSocket ended, in the place of trailers."""
    by = "client" if close.by_client else "server"
    reason = (("close-reason", close.reason),) if close.reason else ()
    return (("close-code", str(close.code)), *reason, ("closed-by", by))
