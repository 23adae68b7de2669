from __future__ import annotations

from .asking import costs, one, router, send


def test_all_cost_the_same() -> None:
    assert costs("round-robin", one(requests=9), one(overlap=5)) == [0, 0]


def test_one_comes_after_the_other() -> None:
    to = router(routing="round-robin", num_workers=3)
    assert [send(to).worker for _ in range(7)] == [0, 1, 2, 0, 1, 2, 0]
