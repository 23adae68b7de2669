"""Loads: each number where it belongs, sums of several workers, nothing lost between the pieces."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.engine.gpu.load import (
    BUSY,
    COLUMNS,
    DRAM,
    DRAM_POWER,
    OCCUPANCY,
    PCIE_RECEIVED,
    PCIE_SENT,
    RECEIVED,
    SENT,
    SM,
    TENSOR,
    WIDTH,
    dram_weight,
    move_spans,
    pieces,
    step_spans,
)
from fakeai_proxy.engine.ledger import Rows


def steps(*rows: tuple[float, ...]) -> Rows:
    return np.array(rows, dtype=np.float64).reshape(-1, 8)


def spans(*rows: tuple[float, float, float]) -> Rows:
    """Spans of (start, end, share of everything)."""
    found = np.zeros((len(rows), WIDTH))
    for span, (start, end, share) in zip(found, rows, strict=True):
        span[:2], span[2:] = (start, end), share
    return found


def test_a_decode_step_reads_memory_and_little_else() -> None:
    [span] = step_spans(steps((3.0, 0.02, 32, 0, 0.02, 0.6, 0.1, 5e9)), 0.9)
    load = span[2:]
    assert span[:2].tolist() == [3.0, 3.02]
    assert load[[BUSY, DRAM, TENSOR, SENT, RECEIVED]].tolist() == [1, 0.6, 0.1, 5, 5]
    assert load[DRAM_POWER] == pytest.approx(0.54)
    assert load[OCCUPANCY] == pytest.approx(0.2 * load[SM])
    assert load[PCIE_RECEIVED] * 1e9 == pytest.approx((4096 + 64 * 32) / 0.02)
    assert load[PCIE_SENT] * 1e9 == pytest.approx(4 * 32 / 0.02)


def test_prefill_fills_more_of_the_card_than_decode() -> None:
    decode, prefill = step_spans(steps((0, 1, 32, 0, 1, 0, 0, 0), (1, 1, 0, 512, 1, 0, 0, 0)), 0.9)[:, 2:]
    assert decode[SM] < prefill[SM] < 1
    assert prefill[OCCUPANCY] == pytest.approx(0.35 * prefill[SM])


def test_several_steps_in_one_row_move_bytes_by_each_of_them() -> None:
    ten = step_spans(steps((0, 0.2, 8, 0, 0.02, 0.6, 0.1, 0)), 0.9)
    one = step_spans(steps((0, 0.02, 8, 0, 0.02, 0.6, 0.1, 0)), 0.9)
    assert ten[0, 2:].tolist() == one[0, 2:].tolist()


def test_a_step_without_duration_leaves_no_trace() -> None:
    assert len(step_spans(steps((0, 0, 8, 0, 0, 0.6, 0.1, 0)), 0.9)) == 0


def test_weights_of_four_bits_cost_more_power_where_they_are_unpacked() -> None:
    assert dram_weight("mxfp4") == dram_weight("int4") > dram_weight("fp8") == dram_weight("fp4")


def test_a_transfer_keeps_no_kernel_busy() -> None:
    [span] = move_spans(np.array([[1.0, 0.5, 1e9, 2e9, 3e9, 4e9]]))
    assert span[:2].tolist() == [1.0, 1.5]
    assert span[2:].tolist() == [0, 0, 0, 0, 0, 0, 2, 4, 6, 8]


def test_loads_of_two_workers_add_up_and_stop_at_the_whole_card() -> None:
    edges, loads = pieces(spans((0, 4, 0.7), (1, 3, 0.6), (2, 9, 0.1)), 0.5, 5)
    assert edges.tolist() == [0.5, 1, 2, 3, 4, 5]
    assert loads[:, BUSY] == pytest.approx([0.7, 1, 1, 0.8, 0.1])
    assert loads[:, SENT] == pytest.approx([0.7, 1.3, 1.4, 0.8, 0.1])


def test_shared_memory_bandwidth_is_shared_in_power_too() -> None:
    both = spans((0, 1, 0), (0, 1, 0))
    both[:, 2 + DRAM], both[:, 2 + DRAM_POWER] = (0.8, 0.8), (0.8 * 1.26, 0.8 * 0.9)
    _, [load] = pieces(both, 0, 1)
    assert load[DRAM] == pytest.approx(1)
    assert load[DRAM_POWER] == pytest.approx((1.26 + 0.9) / 2)


def test_without_any_load_there_is_one_empty_piece() -> None:
    edges, loads = pieces(spans(), 2, 7)
    assert edges.tolist() == [2, 7]
    assert loads.tolist() == [[0] * COLUMNS]
    assert pieces(spans((0, 1, 1)), 2, 2)[1].shape == (1, COLUMNS)


MOMENTS = st.floats(0, 20, allow_nan=False)


@given(st.lists(st.tuples(MOMENTS, MOMENTS, st.floats(0, 0.1)), max_size=9), MOMENTS, MOMENTS)
def test_pieces_hold_as_much_as_the_spans_within_them(
    rows: list[tuple[float, float, float]], one: float, other: float
) -> None:
    start, end = sorted((one, other))
    rows = [(min(a, b), max(a, b), share) for a, b, share in rows]
    edges, loads = pieces(spans(*rows), start, end)
    within = sum(share * max(0.0, min(b, end) - max(a, start)) for a, b, share in rows)
    assert edges[0] == start
    assert edges[-1] == pytest.approx(end)
    assert (np.diff(edges) @ loads)[SENT] == pytest.approx(within, abs=1e-6)
