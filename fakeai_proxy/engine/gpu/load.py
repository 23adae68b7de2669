"""From steps to loads: what each GPU of a worker does, as pieces of time within which nothing changes."""

from __future__ import annotations

import numpy as np

from fakeai_proxy.catalog.architecture import Precision
from fakeai_proxy.engine.ledger import Rows

BUSY, DRAM, DRAM_POWER, TENSOR, SM, OCCUPANCY, SENT, RECEIVED, PCIE_SENT, PCIE_RECEIVED = range(10)
"""Columns of a load: shares 0..1 (a kernel runs; memory interface; what that adds to power; tensor cores; SMs
with a warp; warps of all that fit), then 1e9 bytes per second by NVLink and by PCIe."""
COLUMNS = 10
WIDTH = 2 + COLUMNS
"""A span: its start, its end, its load."""

DRAM_WEIGHT = 0.9
"""Share of the dynamic power that a saturated memory interface takes."""
UNPACKING_WEIGHT = 1.26
"""The same where the ALUs unpack weights of four bits that the tensor cores cannot read."""
UNPACKED: tuple[Precision, ...] = ("mxfp4", "int4")

DECODE_OCCUPANCY, PREFILL_OCCUPANCY = 0.20, 0.35
DECODE_GAP, PREFILL_GAP = 0.08, 0.02
"""Share of a step between two kernels."""
STEP_BYTES, SEQUENCE_BYTES = 4096.0, 64.0
"""To the GPU before each step: block tables and parameters, ids of each sequence."""
SAMPLED_BYTES = 4.0
"""From the GPU after each step, for each sequence: the token."""

NOTHING = 1e-9
"""What rounding leaves of loads that have ended: shares, or bytes a nanosecond."""


def dram_weight(precision: Precision) -> float:
    """How much of the dynamic power the memory interface takes when weights are stored so."""
    return UNPACKING_WEIGHT if precision in UNPACKED else DRAM_WEIGHT


def step_spans(steps: Rows, dram_weight: float) -> Rows:
    """The rows of `Ledger.take` as spans (n x WIDTH). Steps without duration leave no trace."""
    start, seconds, decoding, prefill, each, dram, tensor, nvlink = steps[steps[:, 1] > 0].T
    each = np.where(each > 0, each, seconds)
    prefilled = prefill / np.maximum(prefill + decoding, 1)
    active = 1 - DECODE_GAP - (PREFILL_GAP - DECODE_GAP) * prefilled
    spans = np.empty((len(start), WIDTH))
    spans[:, 0], spans[:, 1] = start, start + seconds
    load = spans[:, 2:]
    load[:, BUSY] = 1
    load[:, DRAM] = np.minimum(dram, 1)
    load[:, DRAM_POWER] = dram_weight * load[:, DRAM]
    load[:, TENSOR] = np.minimum(tensor, 1)
    load[:, SM] = active
    load[:, OCCUPANCY] = active * (DECODE_OCCUPANCY + (PREFILL_OCCUPANCY - DECODE_OCCUPANCY) * prefilled)
    load[:, SENT] = load[:, RECEIVED] = nvlink / 1e9
    load[:, PCIE_SENT] = SAMPLED_BYTES * decoding / each / 1e9
    load[:, PCIE_RECEIVED] = (STEP_BYTES + SEQUENCE_BYTES * decoding) / each / 1e9
    return spans


def move_spans(moves: Rows) -> Rows:
    """Transfers of `Ledger.take` as spans: no kernel runs for them."""
    spans = np.zeros((len(moves), WIDTH))
    spans[:, 0], spans[:, 1] = moves[:, 0], moves[:, 0] + moves[:, 1]
    spans[:, 2 + SENT :] = moves[:, 2:] / moves[:, 1:2] / 1e9
    return spans


def pieces(spans: Rows, start: float, end: float) -> tuple[Rows, Rows]:
    """The sum of all spans between two moments: edges (n + 1) and loads between them (n x COLUMNS).

    Loads of several workers add up; no share gets above 1. There is at least one piece, be it empty.
    """
    spans = spans[(spans[:, 1] > start) & (spans[:, 0] < end)]
    times = np.concatenate((spans[:, 0], spans[:, 1])).clip(start, end)
    order = np.argsort(times, kind="stable")
    loads = np.zeros((len(times) + 1, COLUMNS))
    np.cumsum(np.concatenate((spans[:, 2:], -spans[:, 2:]))[order], axis=0, out=loads[1:])
    edges = np.concatenate(((start,), times[order], (end,)))
    real = np.diff(edges) > 0
    real[-1] |= not real.any()
    loads = loads[real]
    return np.concatenate(((start,), edges[1:][real])), _capped(loads)


def _capped(loads: Rows) -> Rows:
    loads[loads < NOTHING] = 0
    over = np.maximum(loads[:, DRAM], 1)
    loads[:, DRAM] /= over
    loads[:, DRAM_POWER] /= over
    for column in (BUSY, TENSOR, SM, OCCUPANCY):
        np.minimum(loads[:, column], 1, out=loads[:, column])
    return loads
