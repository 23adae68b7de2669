"""Which workers hold which prefix.

A chained hash names a block together with all before it, so the edges of a radix tree are in the names:
one flat table from hash to workers is the tree, and its size is that of the blocks held.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class RadixIndex:
    """Fed by the block pools of all workers of one model. Workers are small integers."""

    def __init__(self) -> None:
        self._holders: dict[int, int] = {}
        """Chained hash -> bit mask of workers."""

    def __len__(self) -> int:
        """Different blocks held by any worker."""
        return len(self._holders)

    def stored(self, worker: int, hashes: Iterable[int], parent: int | None = None) -> bool:
        """`worker` holds these blocks now, in order after `parent`. False, and no change, without that."""
        holders, bit = self._holders, 1 << worker
        if parent is not None and not holders.get(parent, 0) & bit:
            return False
        for block in hashes:
            holders[block] = holders.get(block, 0) | bit
        return True

    def removed(self, worker: int, hashes: Iterable[int]) -> None:
        """`worker` holds these no longer. Those it never held are passed over."""
        holders, others = self._holders, ~(1 << worker)
        for block in hashes:
            left = holders.get(block, 0) & others
            if left:
                holders[block] = left
            else:
                holders.pop(block, None)

    def remove_worker(self, worker: int) -> None:
        """Forget all that `worker` held; takes time in proportion to the whole index."""
        bit = 1 << worker
        self.removed(worker, [block for block, mask in self._holders.items() if mask & bit])

    def matches(self, hashes: Sequence[int]) -> dict[int, int]:
        """Leading blocks of `hashes` that each worker holds; workers without the first one are left out."""
        found: dict[int, int] = {}
        get = self._holders.get
        still = get(hashes[0], 0) if hashes else 0
        depth = 0
        for depth, block in enumerate(hashes):
            holds = get(block, 0) & still
            if holds != still:
                _reached(found, still & ~holds, depth)
                still = holds
                if not still:
                    return found
        _reached(found, still, depth + 1)
        return found


def _reached(found: dict[int, int], mask: int, depth: int) -> None:
    while mask:
        worker = mask.bit_length() - 1
        found[worker] = depth
        mask ^= 1 << worker
