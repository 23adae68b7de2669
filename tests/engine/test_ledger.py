"""The ledger: cheap to write, taken once, never longer than its room."""

from __future__ import annotations

import numpy as np

from fakeai_proxy.engine.ledger import MOVE, ROOM, STEP, Ledger
from fakeai_proxy.engine.pricing import Cost

COST = Cost(seconds=0.02, dram=0.5, tensor=0.1, nvlink=3e9)


def test_what_was_appended_is_taken_once() -> None:
    ledger = Ledger(full=lambda: None)
    ledger.append(1.0, 0.02, 32, 0, COST)
    ledger.append(1.02, 0.2, 32, 512, COST)
    steps, moves = ledger.take()
    assert steps.tolist() == [
        [1.0, 0.02, 32, 0, 0.02, 0.5, 0.1, 3e9],
        [1.02, 0.2, 32, 512, 0.02, 0.5, 0.1, 3e9],
    ]
    assert moves.shape == (0, MOVE)
    assert [len(rows) for rows in ledger.take()] == [0, 0]


def test_a_transfer_is_kept_beside_the_steps() -> None:
    ledger = Ledger(full=lambda: None)
    ledger.move(2.0, 0.5, nvlink_sent=1e9)
    ledger.move(2.0, 0.0, pcie_received=1e9)  # takes no time: nobody can see it
    steps, moves = ledger.take()
    assert steps.shape == (0, STEP)
    assert moves.tolist() == [[2.0, 0.5, 1e9, 0, 0, 0]]


def test_a_full_ledger_asks_to_be_emptied() -> None:
    taken: list[int] = []
    ledger = Ledger(full=lambda: taken.append(len(ledger.take()[0])))
    for index in range(3 * ROOM + 1):
        ledger.append(index * 0.01, 0.01, 1, 0, COST)
    assert taken == [ROOM] * 3
    assert len(ledger.take()[0]) == 1


def test_taken_rows_are_not_touched_by_later_ones() -> None:
    ledger = Ledger(full=lambda: None)
    ledger.append(1.0, 0.02, 32, 0, COST)
    steps, _ = ledger.take()
    before = steps.copy()
    ledger.append(5.0, 0.02, 1, 0, COST)
    np.testing.assert_array_equal(steps, before)
