"""The KV cache of one worker: blocks in use, blocks kept for later, and room.

Nothing is stored but names: a block is its chained hash, or one of a number of private ones that no other
request can find (the partial last block of a sequence, and whatever has no hash).

    free ── extend ──► active (counted references) ── release ──► parked ── evicted, expired ──► free
                          ▲                                          │
                          └─────────────── pin, extend ◄─────────────┘
"""

from __future__ import annotations

from dataclasses import dataclass

from .eviction import Eviction, eviction_of
from .kv_settings import KVCacheSettings
from .radix import RadixIndex


@dataclass(slots=True)
class Counters:
    """Since the pool was made; only ever up."""

    queries: int = 0
    """Prompts looked up."""
    hits: int = 0
    """Those of which at least a block was found."""
    query_tokens: int = 0
    hit_tokens: int = 0
    query_blocks: int = 0
    """Whole blocks of the prompts looked up."""
    hit_blocks: int = 0
    stored: int = 0
    evicted: int = 0
    """Blocks that lost their place, to others or to age."""


@dataclass(slots=True)
class Held:
    """What one sequence holds of a pool. Only the pool changes it; `hashes` may grow as tokens are known."""

    hashes: list[int]
    """Names of the whole blocks of the sequence, as far as they are known."""
    tokens: int = 0
    """Tokens that have a place: found, computed, or computed in the step under way."""
    whole: int = 0
    """Leading blocks held under their names, which others can share."""
    private: int = 0
    """Blocks held beyond those."""
    cached: int = 0
    """Tokens that were found when the sequence was pinned."""
    life: int = 0
    """The pool's at that time."""

    @property
    def blocks(self) -> int:
        return self.whole + self.private


class BlockPool:
    """Room for `capacity` blocks of `block_size` tokens. Not thread-safe: the cluster's lock is around it."""

    def __init__(
        self,
        capacity: int,
        block_size: int,
        eviction: Eviction,
        *,
        watermark: float = 0.01,
        worker: int = 0,
        index: RadixIndex | None = None,
    ) -> None:
        """`index` is told of blocks stored and removed, as those of `worker`."""
        self.capacity, self.block_size, self.counters = capacity, block_size, Counters()
        self._ceiling = int(capacity * (1 - watermark))
        self._parked, self._worker, self._index = eviction, worker, index
        self.life = 0
        """How often its memory was lost."""
        self._references: dict[int, int] = {}
        self._private = 0
        self._now = 0.0

    @classmethod
    def of(cls, settings: KVCacheSettings, kv_tokens: int, worker: int, index: RadixIndex) -> BlockPool:
        """The pool of a worker whose GPUs hold the keys and values of `kv_tokens` tokens."""
        return cls(
            settings.capacity(kv_tokens),
            settings.block_size,
            eviction_of(settings),
            watermark=settings.watermark,
            worker=worker,
            index=index,
        )

    @property
    def active(self) -> int:
        """Blocks in use."""
        return len(self._references) + self._private

    @property
    def cached(self) -> int:
        """Blocks that can be found, in use or not."""
        return len(self._references) + len(self._parked)

    @property
    def free(self) -> int:
        """Blocks that hold nothing."""
        return self.capacity - self.active - len(self._parked)

    def advance(self, now: float) -> None:
        """It is `now`, in simulated seconds, or later. Blocks whose time is over are forgotten."""
        self._now = now = max(now, self._now)
        expired = self._parked.expire(now)
        if expired:
            self._forgotten(expired)

    def pin(self, hashes: list[int], tokens: int, *, counted: bool = True) -> Held:
        """Take references to the leading blocks that are here; never refused, since nothing new is needed.

        `counted` False: the counters of look-ups stay, for a sequence that was preempted and counted before.
        """
        references, take = self._references, self._parked.take
        findable = hashes[: self._findable(tokens)]
        count = 0
        for block in findable:
            if block in references:
                references[block] += 1
            elif take(block):
                references[block] = 1
            else:
                break
            count += 1
        self._parked.used(hashes[:count])
        found = count * self.block_size
        if counted:
            self._count(tokens, found, len(findable), count)
        return Held(hashes, tokens=found, whole=count, cached=found, life=self.life)

    def admits(self, held: Held, tokens: int) -> bool:
        """Whether `held` may grow to `tokens` tokens in all and leave the watermark free.

        A sequence alone may use everything, else one that is nearly as large as the pool would wait for ever.
        """
        active = self.active
        after = active + max(-(-tokens // self.block_size) - held.blocks, 0)
        return after <= (self.capacity if active == held.blocks else self._ceiling)

    def extend(self, held: Held, tokens: int) -> bool:
        """Give `tokens` more tokens a place. Named blocks that become whole by it can be found from then on.

        Blocks that another sequence holds under the same name are shared. Unused ones are evicted for room.
        False, and nothing changed, if even that is not enough: somebody has to be preempted.
        """
        total = held.tokens + tokens
        blocks = -(-total // self.block_size)
        whole = min(total // self.block_size, len(held.hashes))
        private = blocks - whole
        if whole > held.whole or private > held.private:
            parent = held.hashes[held.whole - 1] if held.whole else None
            if not self._share(held.hashes[held.whole : whole], private - held.private, parent):
                return False
            self._private += private - held.private
            held.whole, held.private = whole, private
        held.tokens = total
        return True

    def release(self, held: Held) -> None:
        """Drop all references, the last block first: suffixes age before what they hang on. Idempotent."""
        if held.life == self.life:
            references, park, now = self._references, self._parked.park, self._now
            for block in reversed(held.hashes[: held.whole]):
                count = references[block]
                if count > 1:
                    references[block] = count - 1
                else:
                    del references[block]
                    park(block, now)
            self._private -= held.private
        held.tokens = held.whole = held.private = 0

    def wipe(self) -> None:
        """The memory is lost: nothing is found again, and what is held is only to be released."""
        for block in self._references:
            self._parked.park(block, self._now)
        self._references.clear()
        self._private = 0
        self._forgotten([self._parked.evict() for _ in range(len(self._parked))])
        self.life += 1

    def _findable(self, tokens: int) -> int:
        return max(tokens - 1, 0) // self.block_size

    def _count(self, tokens: int, found: int, findable: int, blocks: int) -> None:
        counters = self.counters
        counters.queries += 1
        counters.hits += blocks > 0
        counters.query_tokens += tokens
        counters.hit_tokens += found
        counters.query_blocks += findable
        counters.hit_blocks += blocks

    def _share(self, named: list[int], private: int, parent: int | None) -> bool:
        """References to `named`, and room for `private` more blocks (or fewer); all or nothing."""
        references, parked = self._references, self._parked
        fresh = [block for block in named if block not in references and block not in parked]
        again = [block for block in named if block in parked] if len(fresh) < len(named) else []
        lacking = len(fresh) + private - self.free
        if lacking > len(parked) - len(again):
            return False
        for block in again:
            parked.take(block)
        if lacking > 0:
            self._forgotten([parked.evict() for _ in range(lacking)])
        for block in named:
            references[block] = references.get(block, 0) + 1
        parked.used(named)
        if fresh:
            self._stored(fresh, named, parent)
        return True

    def _stored(self, fresh: list[int], named: list[int], parent: int | None) -> None:
        self.counters.stored += len(fresh)
        if self._index is not None:
            at = len(named) - len(fresh)
            self._index.stored(self._worker, fresh, named[at - 1] if at else parent)

    def _forgotten(self, blocks: list[int]) -> None:
        self.counters.evicted += len(blocks)
        if self._index is not None:
            self._index.removed(self._worker, blocks)
