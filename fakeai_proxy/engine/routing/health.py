"""Which workers may be asked: a circuit breaker for each, and what an operator says.

closed ── failures in a row ──► open ── cool-down ──► half-open ── success ──► closed
                                  ▲                       │
                                  └────── failure ────────┘
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["closed", "open", "half-open", "down"]
Outcome = Literal["answered", "failed", "cancelled"]


@dataclass(slots=True)
class _Breaker:
    failures: int = 0
    """In a row."""
    opened: float | None = None
    """When, in simulated seconds; None while it is closed."""
    probing: bool = False
    """One request is out to see whether the worker is well again."""
    down: bool = False


class Health:
    """Of the workers of one model; times are simulated seconds."""

    def __init__(self, workers: int, failures: int = 5, seconds: float = 30.0) -> None:
        """A breaker opens after `failures` in a row and lets a probe through `seconds` later."""
        self._breakers = [_Breaker() for _ in range(workers)]
        self._failures, self._seconds = failures, seconds
        self._ailing = 0
        """Breakers that are not closed. Nearly always none, and then there is nothing to look at."""

    @property
    def well(self) -> bool:
        """All breakers are closed."""
        return not self._ailing

    def state(self, worker: int, now: float) -> State:
        breaker = self._breakers[worker]
        if breaker.down:
            return "down"
        if breaker.opened is None:
            return "closed"
        return "half-open" if now - breaker.opened >= self._seconds else "open"

    def usable(self, worker: int, now: float) -> bool:
        """Closed; or half-open, and no probe under way."""
        state = self.state(worker, now)
        return state == "closed" or (state == "half-open" and not self._breakers[worker].probing)

    def sent(self, worker: int, now: float) -> None:
        """A request goes to `worker`: the probe, if its breaker is half-open."""
        if self._ailing and self.state(worker, now) == "half-open":
            self._breakers[worker].probing = True

    def heard(self, worker: int, now: float, outcome: Outcome) -> None:
        """How a request ended. An answer closes the breaker, a failure counts, a cancel only ends a probe."""
        breaker = self._breakers[worker]
        match outcome:
            case "answered" if breaker.failures:
                self._change(worker, _Breaker(down=breaker.down))
            case "failed":
                self._change(worker, self._worse(worker, now))
            case "cancelled":
                breaker.probing = False
            case _:
                pass

    def _worse(self, worker: int, now: float) -> _Breaker:
        """A failure of what was sent before the breaker opened does not lengthen the cool-down."""
        breaker, state = self._breakers[worker], self.state(worker, now)
        if state == "open":
            return breaker
        failures = breaker.failures + 1
        return _Breaker(failures, now if failures >= self._failures else None, down=breaker.down)

    def mark(self, worker: int, up: bool) -> None:
        """By an operator: down until marked up, which also closes the breaker."""
        self._change(worker, _Breaker(down=not up))

    def _change(self, worker: int, breaker: _Breaker) -> None:
        self._breakers[worker] = breaker
        self._ailing = sum(each.down or each.opened is not None for each in self._breakers)
