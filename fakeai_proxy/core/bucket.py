"""Token buckets: limits of requests and of tokens, refilled evenly.

level(t) = min(limit, level + limit / seconds · t)        a request takes 1, and the tokens it may cost
corrected when it is known what it did cost: `settle` gives back what was too much, or takes what was missing
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Unit = Literal["requests", "tokens"]
ROUNDING = 1e-9
"""Of one token: what floating point may lose."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many `unit` in so many seconds."""

    unit: Unit
    amount: int
    seconds: float = 60.0


class Bucket:
    """One limit. Full at first; below zero after more was used than was asked for."""

    __slots__ = ("_at", "_level", "limit")

    def __init__(self, limit: Limit, now: float) -> None:
        self.limit, self._level, self._at = limit, float(limit.amount), now

    def level(self, now: float) -> float:
        """What is left at `now` (monotonic seconds)."""
        if now > self._at:
            refill = (now - self._at) * self.limit.amount / self.limit.seconds
            self._level, self._at = min(float(self.limit.amount), self._level + refill), now
        return self._level

    def add(self, amount: float, now: float) -> None:
        """Give back, or take where `amount` is negative."""
        self._level = min(float(self.limit.amount), self.level(now) + amount)

    def wait(self, amount: float, now: float) -> float:
        """Seconds until `amount` fits: 0 now, infinity never."""
        missing = amount - self.level(now)
        if missing <= ROUNDING:
            return 0.0
        if amount > self.limit.amount:
            return math.inf
        return missing * self.limit.seconds / self.limit.amount

    def standing(self, now: float) -> Standing:
        """What headers tell."""
        level = self.level(now)
        missing = self.limit.amount - level
        return Standing(
            self.limit, max(0, math.floor(level + ROUNDING)), missing * self.limit.seconds / self.limit.amount
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """A limit, what is left of it, and in how many seconds it will be full."""

    limit: Limit
    remaining: int
    reset: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """The limit that a request is over."""

    limit: Limit
    used: int
    requested: int
    wait: float
    """Seconds until it fits; infinity: it never does."""


class Meter(Protocol):
    """One limit, and what is left of it: a Bucket, or a `window.Window`."""

    limit: Limit

    def level(self, now: float) -> float: ...
    def add(self, amount: float, now: float) -> None: ...
    def wait(self, amount: float, now: float) -> float: ...
    def standing(self, now: float) -> Standing: ...


class Allowance:
    """All limits of one caller; a request is let through by all or counted by none."""

    __slots__ = ("_buckets",)

    def __init__(
        self, limits: Sequence[Limit], now: float, meter: Callable[[Limit, float], Meter] = Bucket
    ) -> None:
        self._buckets = [meter(limit, now) for limit in limits]

    def take(self, tokens: int, now: float) -> Refusal | None:
        """Count one request of `tokens`, or say which limit makes it wait longest."""
        waits = [(bucket.wait(cost(bucket, tokens), now), bucket) for bucket in self._buckets]
        longest, bucket = max(waits, key=lambda pair: pair[0])
        if longest:
            used = math.ceil(bucket.limit.amount - bucket.level(now) - ROUNDING)
            return Refusal(bucket.limit, used, cost(bucket, tokens), longest)
        for each in self._buckets:
            each.add(-cost(each, tokens), now)
        return None

    def settle(self, asked: int, used: int, now: float) -> None:
        """A request that was counted as `asked` tokens has used `used`."""
        for bucket in self._buckets:
            if bucket.limit.unit == "tokens":
                bucket.add(asked - used, now)

    def standings(self, now: float) -> list[Standing]:
        """One a limit, in their order."""
        return [bucket.standing(now) for bucket in self._buckets]


def cost(bucket: Meter, tokens: int) -> int:
    return tokens if bucket.limit.unit == "tokens" else 1


class Allowances:
    """One Allowance a caller, the most recent `room` of them. Thread-safe.

    Who is forgotten begins anew with all limits full.
    """

    def __init__(
        self,
        limits: Sequence[Limit],
        room: int = 10_000,
        meter: Callable[[Limit, float], Meter] = Bucket,
    ) -> None:
        self._limits, self._room, self._meter = tuple(limits), room, meter
        self._by_caller: OrderedDict[Hashable, Allowance] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._by_caller)

    def take(self, caller: Hashable, tokens: int, now: float) -> Refusal | None:
        """See Allowance."""
        with self._lock:
            return self._of(caller, now).take(tokens, now)

    def settle(self, caller: Hashable, asked: int, used: int, now: float) -> None:
        """See Allowance."""
        with self._lock:
            self._of(caller, now).settle(asked, used, now)

    def standings(self, caller: Hashable, now: float) -> list[Standing]:
        """See Allowance."""
        with self._lock:
            return self._of(caller, now).standings(now)

    def _of(self, caller: Hashable, now: float) -> Allowance:
        if not (allowance := self._by_caller.get(caller)):
            allowance = self._by_caller[caller] = Allowance(self._limits, now, self._meter)
        self._by_caller.move_to_end(caller)
        if len(self._by_caller) > self._room:
            self._by_caller.popitem(last=False)
        return allowance
