"""Which unused block goes first. Every operation takes constant time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from math import inf
from typing import Protocol

from .kv_settings import KVCacheSettings

MOST_USES = 63
"""Where counting stops, so that the rarest used are found among a fixed number of queues."""


class Eviction(Protocol):
    """The cached blocks that no request uses, in the order in which they go."""

    def __len__(self) -> int: ...

    def __contains__(self, block: int) -> bool: ...

    def used(self, blocks: Iterable[int]) -> None:
        """A request has just taken references to these."""

    def park(self, block: int, now: float) -> None:
        """The last reference is gone."""

    def take(self, block: int) -> bool:
        """It is in use again. False if it was not here."""
        ...

    def evict(self) -> int:
        """The block that goes now. KeyError if there is none."""
        ...

    def expire(self, now: float) -> list[int]:
        """Blocks whose time is over, which are here no longer."""
        ...


class Lru:
    """The least recently used first."""

    def __init__(self, ttl: float = inf) -> None:
        self._parked: OrderedDict[int, float | None] = OrderedDict()
        """Block -> since when, where that matters: there are many, and a moment takes memory."""
        self._ttl = ttl

    def __len__(self) -> int:
        return len(self._parked)

    def __contains__(self, block: int) -> bool:
        return block in self._parked

    def used(self, blocks: Iterable[int]) -> None:
        """Only the order of their last uses counts."""

    def park(self, block: int, now: float) -> None:
        self._parked[block] = now if self._ttl < inf else None

    def take(self, block: int) -> bool:
        return self._parked.pop(block, False) is not False

    def evict(self) -> int:
        return self._parked.popitem(last=False)[0]

    def expire(self, now: float) -> list[int]:
        expired: list[int] = []
        if self._ttl == inf:
            return expired
        for block, since in self._parked.items():
            if since is None or now - since < self._ttl:
                break
            expired.append(block)
        for block in expired:
            del self._parked[block]
        return expired


class Lfu:
    """The least frequently used first; of those used equally often, the least recently used.

    A use is a request that held the block. Counting stops at MOST_USES, and is forgotten with the block.
    """

    def __init__(self) -> None:
        self._uses: dict[int, int] = {}
        self._queues: tuple[OrderedDict[int, None], ...] = tuple(OrderedDict() for _ in range(MOST_USES + 1))
        self._filled = 0
        """Bit n: there is a block in queue n."""
        self._parked = 0

    def __len__(self) -> int:
        return self._parked

    def __contains__(self, block: int) -> bool:
        return block in self._queues[self._uses.get(block, 0)]

    def used(self, blocks: Iterable[int]) -> None:
        uses = self._uses
        for block in blocks:
            uses[block] = min(uses.get(block, 0) + 1, MOST_USES)

    def park(self, block: int, now: float) -> None:
        count = self._uses.setdefault(block, 1)
        self._queues[count][block] = None
        self._filled |= 1 << count
        self._parked += 1

    def take(self, block: int) -> bool:
        count = self._uses.get(block, 0)
        if block not in self._queues[count]:
            return False
        del self._queues[count][block]
        self._left(count)
        return True

    def evict(self) -> int:
        if not self._parked:
            raise KeyError("no block is unused")
        count = (self._filled & -self._filled).bit_length() - 1
        block, _ = self._queues[count].popitem(last=False)
        self._left(count)
        del self._uses[block]
        return block

    def expire(self, now: float) -> list[int]:
        """Nothing: they go when their room is needed."""
        return []

    def _left(self, count: int) -> None:
        self._parked -= 1
        if not self._queues[count]:
            self._filled &= ~(1 << count)


def eviction_of(settings: KVCacheSettings) -> Eviction:
    """A new one, as `settings.eviction` says."""
    match settings.eviction:
        case "lru":
            return Lru()
        case "ttl":
            return Lru(settings.ttl_seconds)
        case "lfu":
            return Lfu()
