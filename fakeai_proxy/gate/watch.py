"""Who misbehaves: bad keys, limits overrun, injections, bodies too large; who does it too often is banned."""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from threading import Lock  # noqa: TID251 - a lock starts no thread
from typing import Literal

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.hosts import is_loopback

from .settings import SecuritySettings

Offence = Literal["bad_key", "over_limit", "injection", "harmful", "malicious", "oversized"]
ROOM = 10_000
"""Addresses that are remembered."""


class Watch:
    """Thread-safe."""

    def __init__(self, settings: SecuritySettings, clock: Clock) -> None:
        self.settings, self.clock = settings, clock
        self.blocked = 0
        """Requests of those who are banned."""
        self.offences: Counter[Offence] = Counter()
        self.by_peer: OrderedDict[str, Counter[Offence]] = OrderedDict()
        self._times: dict[str, deque[float]] = {}
        self._until: dict[str, float] = {}
        self._lock = Lock()

    def banned(self) -> dict[str, float]:
        """Seconds that each ban still lasts, by address."""
        with self._lock:
            now = self.clock.now()
            self._until = {peer: until for peer, until in self._until.items() if until > now}
            return {peer: until - now for peer, until in self._until.items()}

    def ban_of(self, peer: str) -> float:
        """Seconds that the ban of `peer` still lasts; 0: there is none. Counts a request that meets one."""
        if peer not in self._until:
            return 0.0
        left = self.banned().get(peer, 0.0)
        with self._lock:
            self.blocked += left > 0
        return left

    def note(self, peer: str, offence: Offence) -> None:
        """`peer` has done it again."""
        with self._lock:
            self.offences[offence] += 1
            self._by_peer(peer)[offence] += 1
            if self.settings.abuse_detection and (self.settings.ban_loopback or not is_loopback(peer)):
                self._judge(peer)

    def _by_peer(self, peer: str) -> Counter[Offence]:
        found = self.by_peer.setdefault(peer, Counter())
        self.by_peer.move_to_end(peer)
        if len(self.by_peer) > ROOM:
            self._times.pop(self.by_peer.popitem(last=False)[0], None)
        return found

    def _judge(self, peer: str) -> None:
        now, most = self.clock.now(), self.settings.abuse_threshold
        times = self._times.setdefault(peer, deque(maxlen=most))
        times.append(now)
        if len(times) == most and now - times[0] <= self.settings.abuse_seconds:
            self._until[peer] = now + self.settings.ban_seconds
            times.clear()
