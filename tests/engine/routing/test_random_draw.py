from __future__ import annotations

from collections import Counter

from .asking import costs, one


def test_every_worker_is_as_likely() -> None:
    candidates = [one(worker, requests=worker) for worker in range(4)]
    lots = [costs("random", *candidates, seed=seed) for seed in range(1000)]
    wins = Counter(each.index(min(each)) for each in lots)
    assert all(200 <= wins[worker] <= 300 for worker in range(4))
