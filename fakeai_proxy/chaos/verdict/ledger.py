"""Every exchange of armed experiments, the most recent ones; memory is bounded."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import count

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.exchange import Request

from .attempt import Attempt, Injected
from .observation import Observation
from .watch import Watch

LIMIT = 8_192
"""Attempts that are remembered; the oldest go first."""


class Ledger:
    """May be used from several threads: its steps are atomic in CPython."""

    def __init__(self, clock: Clock, salt: bytes = b"", limit: int = LIMIT) -> None:
        """`salt` goes into the fingerprints of credentials."""
        self._clock, self._salt = clock, salt
        self._numbers = count(1)
        self._open: dict[int, Watch] = {}
        self._over: deque[Attempt] = deque(maxlen=limit)
        self._since, self._closed = clock.now(), 0

    def watch(self, request: Request, injected: Sequence[Injected] = ()) -> Watch:
        """Begin to watch the exchange of `request`, which `injected` meet.

        Its `client` must be closed when the reply is over, as every Transform is.
        """
        watch = Watch(
            next(self._numbers), request, tuple(injected), clock=self._clock, salt=self._salt, done=self._done
        )
        if not request.websocket:  # which is no reply
            self._open[watch.number] = watch
        return watch

    def observe(self, *, over: bool = False) -> Observation:
        """All that is known by now. `over`: the client has ended and will ask nothing more."""
        going = [watch.attempt() for watch in list(self._open.values())]
        attempts = sorted([*self._over, *going], key=lambda attempt: attempt.number)
        return Observation(
            attempts=tuple(attempts),
            since=self._since,
            until=self._clock.now(),
            over=over,
            forgotten=self._closed - len(self._over),
        )

    def clear(self) -> None:
        """Forget what is over; what is going on is kept."""
        self._over.clear()
        self._since, self._closed = self._clock.now(), 0

    def _done(self, watch: Watch) -> None:
        if self._open.pop(watch.number, None):
            self._over.append(watch.attempt())
            self._closed += 1
