from __future__ import annotations

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.engine import Oversized, QueueFull, Refused
from fakeai_proxy.engine.routing import Decision
from fakeai_proxy.engine.sequence import Sequence

from .served import Prices, fleet, job, rng


def test_jobs_go_to_different_workers() -> None:
    of = fleet(workers=4)
    assert [of.submit(job(100, 5, 1000 * each), rng(), 0.0).worker for each in range(4)] == [0, 1, 2, 3]


def test_a_decision_is_told() -> None:
    told: list[Decision] = []
    of = fleet(workers=2, decided=told.append)
    of.submit(job(100, 5), rng(), 0.0)
    assert [(one.worker, one.at, one.asked.prompt_tokens) for one in told] == [(0, 0.0, 100)]


@pytest.mark.parametrize(("running", "waiting"), [(2, 3), (4, 1), (8, 0)])
def test_so_many_may_wait_beside_those_who_run(running: int, waiting: int) -> None:
    of = fleet(max_num_seqs=running, max_waiting=waiting)
    for each in range(running + waiting):
        of.submit(job(20, 50, 1000 * each), rng(), 0.0)
    with pytest.raises(QueueFull, match=r"\d requests wait already"):
        of.submit(job(20, 50, 99_000), rng(), 0.0)
    assert of.router.loads[0].active_requests == running + waiting


def test_what_no_worker_can_hold_is_refused() -> None:
    of = fleet(kv_cache={"blocks": 10})
    of.submit(job(100, 61), rng(), 0.0)
    for asked in (job(100, 62), job(100, 20, choices=5), job(1000, 0)):
        with pytest.raises(Oversized, match="blocks of 16 tokens in the KV cache of a worker, which has 10"):
            of.submit(asked, rng(), 0.0)
    assert issubclass(Oversized, Refused)


def test_views_tell_of_each_worker() -> None:
    of = fleet(workers=2, max_num_seqs=1)
    for each in range(3):
        of.submit(job(100, 50, 1000 * each, choices=1), rng(), 0.0)
    of.advance(0.1)
    busy, other = of.views(0.1)
    assert (busy.model, busy.index, busy.role, busy.gpus, busy.now) == ("model", 0, "both", 1, 0.1)
    assert (busy.running, busy.waiting, other.running, other.waiting) == (1, 1, 1, 0)
    assert (busy.blocks_used, busy.blocks_total, busy.block_size) == (7, 1000, 16)
    assert busy.usage == pytest.approx(0.007)
    assert (busy.prefill_tokens, other.prefill_tokens) == (100, 0)
    of.advance(inf)
    assert [view.counters.finished for view in of.views(9.0)] == [2, 1]
    assert [view.blocks_cached for view in of.views(9.0)] == [12, 6]
    assert of.idle


ARRIVALS = st.lists(
    st.tuples(
        st.floats(0, 2),  # when
        st.integers(1, 150),  # prompt
        st.integers(0, 40),  # answer
        st.integers(1, 3),  # choices
        st.integers(0, 2),  # which beginning
        st.one_of(st.none(), st.floats(0, 3)),  # when its client leaves
    ),
    min_size=1,
    max_size=10,
)


@settings(max_examples=60, deadline=None)
@given(ARRIVALS, st.booleans(), st.integers(1, 3))
def test_whatever_happens_nothing_is_lost(
    arrivals: list[tuple[float, int, int, int, int, float | None]], disaggregated: bool, workers: int
) -> None:
    """Every token comes once, blocks and loads go back to nothing, and hits leave a token to compute."""
    workers += disaggregated
    of = fleet(
        workers, Prices(kv_tokens=640), disaggregated=disaggregated, max_num_batched_tokens=64, max_num_seqs=6
    )
    submitted: list[tuple[Sequence, float | None]] = []
    events = sorted(
        [(one[0], 0, one) for one in arrivals] + [(one[5], 1, one) for one in arrivals if one[5] is not None],
        key=lambda event: event[:2],
    )
    leaving: dict[int, Sequence] = {}
    for at, leaves, one in events:
        if leaves:
            if id(one) in leaving:
                of.leave(leaving[id(one)], at)
        else:
            _, prompt, output, choices, first, _ = one
            answer = range(1000 * first, 1000 * first + output) if choices == 1 else ()
            sequence = of.submit(job(prompt, output, 1000 * first, choices=choices, output=answer), rng(), at)
            submitted.append((sequence, one[5]))
            leaving[id(one)] = sequence
    of.advance(inf)
    assert of.idle
    for sequence, left in submitted:
        assert sequence.over
        assert sequence.cached <= max(sequence.prompt - 1, 0)
        ends = list(sequence.ends(sequence.known()))
        assert ends == sorted(ends)
        assert len(ends) == sequence.bursts or left is not None
    views = list(of.views(100.0))
    whole = [sequence for sequence, left in submitted if left is None]
    assert sum(view.counters.finished for view in views) >= len(whole)
    assert sum(view.counters.finished + view.counters.aborted for view in views) == len(submitted)
    assert sum(view.counters.generation_tokens for view in views) >= sum(
        sequence.width * sequence.job.output_tokens for sequence in whole
    )
    for worker, load in zip(of.workers, of.router.loads, strict=True):
        assert worker.pool.active == 0
        assert (load.prefill_tokens, load.decode_blocks, load.active_requests) == (0, 0, 0)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 100), st.integers(1, 20)), min_size=2, max_size=10))
def test_first_come_first_served(asked: list[tuple[int, int]]) -> None:
    of = fleet(max_num_batched_tokens=64, max_num_seqs=3, kv_cache={"blocks": 30})
    sequences = [
        of.submit(job(prompt, output, 1000 * each), rng(), each / 1000)
        for each, (prompt, output) in enumerate(asked)
    ]
    of.advance(inf)
    scheduled = [sequence.scheduled for sequence in sequences]
    assert scheduled == sorted(scheduled)
    if not any(sequence.preemptions for sequence in sequences):
        first = [sequence.end(0) for sequence in sequences]
        assert first == sorted(first)
