from __future__ import annotations

from collections import Counter
from math import inf

from .asking import costs, one


def drawn(count: int, seed: int) -> tuple[int, ...]:
    candidates = [one(worker, requests=worker) for worker in range(count)]
    told = costs("power-of-two", *candidates, seed=seed)
    assert all(cost in (at, inf) for at, cost in enumerate(told))
    return tuple(at for at, cost in enumerate(told) if cost < inf)


def test_two_different_ones_are_drawn_and_all_pairs_alike() -> None:
    pairs = Counter(drawn(4, seed) for seed in range(1200))
    assert len(pairs) == 6
    assert all(len(pair) == 2 and 140 <= count <= 260 for pair, count in pairs.items())


def test_of_two_or_one_all_are_drawn() -> None:
    assert drawn(2, 0) == (0, 1)
    assert drawn(1, 0) == (0,)
