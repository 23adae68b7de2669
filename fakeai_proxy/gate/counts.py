"""What became of requests at the gate: by key, by tier, by limit."""

from __future__ import annotations

from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from threading import Lock  # noqa: TID251 - a lock starts no thread

from .ticket import Ticket

KEYS, MODELS = 10_000, 64
"""Keys that are remembered, and models of each."""


@dataclass(slots=True)
class Count:
    """Of one key."""

    tier: str = ""
    admitted: int = 0
    tokens: int = 0
    """That answers to it cost."""
    throttled: Counter[str] = field(default_factory=Counter)
    """By limit: `requests_per_minute`, ..., `quota`."""
    waits: float = 0.0
    """Seconds that it was told to wait, all together."""
    early: int = 0
    """Requests that came before it was to come back."""
    until: float = 0.0
    """When that is, in seconds of the clock."""
    models: dict[str, Ticket] = field(default_factory=dict)
    """The latest request to each."""


class Counts:
    """Of the keys that asked last. Thread-safe."""

    def __init__(self) -> None:
        self.keys: OrderedDict[str, Count] = OrderedDict()
        """By fingerprint."""
        self._lock = Lock()

    def arrived(self, key: str, tier: str, now: float) -> None:
        """A request to a model has come."""
        with self._lock:
            count = self._of(key)
            count.tier = tier
            count.early += now < count.until

    def admitted(self, key: str, model: str, ticket: Ticket | None) -> None:
        """It was let in."""
        with self._lock:
            count = self._of(key)
            count.admitted += 1
            if ticket and (model in count.models or len(count.models) < MODELS):
                count.models[model] = ticket

    def throttled(self, key: str, limit: str, wait: float, now: float) -> None:
        """It was over `limit`, and is to come back in `wait` seconds (0: no waiting helps)."""
        with self._lock:
            count = self._of(key)
            count.throttled[limit] += 1
            count.waits += wait
            count.until = max(count.until, now + wait)

    def spent(self, key: str, tokens: int) -> None:
        """Its answer cost so many tokens."""
        with self._lock:
            self._of(key).tokens += tokens

    def _of(self, key: str) -> Count:
        count = self.keys.setdefault(key, Count())
        self.keys.move_to_end(key)
        if len(self.keys) > KEYS:
            self.keys.popitem(last=False)
        return count
