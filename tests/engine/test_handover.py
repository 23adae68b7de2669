from __future__ import annotations

from math import inf

import pytest

from .served import KV_BYTES, fleet, job, rng


def test_prefill_goes_where_the_prefix_is_and_decode_where_there_is_room() -> None:
    of = fleet(workers=4, disaggregated=True)
    first = of.submit(job(320, 20), rng(), 0.0)
    of.advance(0.1)
    again = of.submit(job(320, 20), rng(), 0.1)
    of.advance(0.2)
    assert (first.worker, again.worker) == (2, 3)
    assert again.cached == 304
    of.advance(inf)
    assert [view.counters.requests for view in of.views(9.0)] == [2, 0, 0, 0]


def test_keys_and_values_take_their_time() -> None:
    ends = []
    for pace in (KV_BYTES * 320 / 1e9, 1e4):  # a second, or none
        of = fleet(workers=2, disaggregated=True, transfer_gbps=pace)
        sequence = of.submit(job(320, 2), rng(), 0.0)
        of.advance(inf)
        ends.append(sequence.end(0))
    assert ends[0] - ends[1] == pytest.approx(1.0, abs=1e-3)


def test_a_single_token_needs_no_decoder() -> None:
    of = fleet(workers=2, disaggregated=True)
    sequence = of.submit(job(320, 1), rng(), 0.0)
    of.advance(inf)
    assert sequence.worker == 0
