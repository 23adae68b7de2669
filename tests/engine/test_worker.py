from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.engine.block_pool import BlockPool
from fakeai_proxy.engine.blocks import block_hashes
from fakeai_proxy.engine.eviction import Lru
from fakeai_proxy.engine.ledger import Ledger
from fakeai_proxy.engine.sequence import Sequence
from fakeai_proxy.engine.settings import EngineSettings
from fakeai_proxy.engine.worker import Worker

from .served import Prices, job


class Shop:
    """A worker, and what it told."""

    def __init__(self, blocks: int = 1000, **engine: Any) -> None:
        self.began: list[tuple[Sequence, float]] = []
        self.ended: list[tuple[Sequence, float]] = []
        self.worker = Worker(
            Prices(),
            EngineSettings.model_validate(engine),
            BlockPool(blocks, 16, Lru()),
            Ledger(lambda: None),
            began=lambda sequence, at: self.began.append((sequence, at)),
            ended=lambda sequence, at: self.ended.append((sequence, at)),
        )

    def enqueue(self, at: float, prompt: int, tokens: int, first: int = 0, **others: Any) -> Sequence:
        made = job(prompt, tokens, first, **others)
        names = block_hashes([*made.prompt, *made.output], 16)
        sequence = Sequence(made, names, at)
        self.worker.advance(at, changing=True)
        self.worker.enqueue(sequence)
        return sequence


def test_a_lone_job_takes_its_prefill_and_then_a_step_a_token() -> None:
    shop = Shop()
    one = shop.enqueue(1.0, 100, 3)
    shop.worker.advance(inf)
    assert list(one.ends(3)) == pytest.approx([1.02, 1.02 + 0.011101, 1.02 + 0.011101 + 0.011102])
    assert shop.began == [(one, pytest.approx(1.02))]
    assert shop.ended == [(one, one.end(2))]
    assert (one.scheduled, one.over) == (1.0, True)


def test_a_step_is_a_fact_from_its_beginning_on() -> None:
    shop = Shop()
    one = shop.enqueue(0.0, 100, 10)
    assert one.known() == 0
    shop.worker.advance(0.0)
    assert (one.known(), shop.worker.end) == (1, pytest.approx(0.02))
    shop.worker.advance(0.0199)
    assert one.known() == 1
    shop.worker.advance(0.021)
    assert one.known() == 2


def test_who_comes_during_a_step_joins_the_next_one() -> None:
    shop = Shop()
    one = shop.enqueue(0.0, 100, 10)
    two = shop.enqueue(0.005, 50, 10, first=1000)
    shop.worker.advance(0.03)
    assert two.scheduled == pytest.approx(0.02)
    assert two.end(0) == one.end(1) == pytest.approx(0.02 + 0.010 + 0.001 + 0.000101 + 0.005)


def test_all_of_a_batch_share_the_ends_of_its_steps() -> None:
    shop = Shop()
    sequences = [shop.enqueue(0.0, 20, 30, first=1000 * each) for each in range(4)]
    shop.worker.advance(inf)
    assert len({tuple(one.ends(30)) for one in sequences}) == 1


def test_a_newcomer_slows_the_others_and_they_recover() -> None:
    shop = Shop()
    one = shop.enqueue(0.0, 20, 60)
    shop.enqueue(0.2, 20, 10, first=1000)
    shop.worker.advance(inf)
    ends = list(one.ends(60))
    gaps = [round(after - before, 4) for before, after in pairwise(ends)]
    slow = [at for at, gap in enumerate(gaps) if gap >= 0.012]
    assert slow == list(range(slow[0], slow[0] + 10))
    assert gaps[slow[0]] == pytest.approx(0.013, abs=2e-4), "its prefill"
    assert gaps[-1] == pytest.approx(0.0111, abs=1e-4)


def test_an_idle_worker_begins_when_somebody_comes() -> None:
    shop = Shop()
    shop.enqueue(0.0, 100, 2)
    shop.worker.advance(10.0)
    assert shop.worker.idle
    late = shop.enqueue(20.0, 100, 2, first=500)
    shop.worker.advance(30.0)
    assert late.scheduled == 20.0


def test_a_job_that_becomes_ready_later_is_waited_for() -> None:
    shop = Shop()
    one = shop.enqueue(0.0, 100, 50)
    later = Sequence(job(100, 2, 5000), [], 0.0)
    later.ready = 0.3
    shop.worker.enqueue(later)
    assert shop.worker.waiting == 2
    shop.worker.advance(inf)
    assert later.scheduled == min(end for end in one.ends(50) if end >= 0.3)


def test_the_step_under_way_goes_on_when_a_client_leaves() -> None:
    shop = Shop()
    one, two = shop.enqueue(0.0, 20, 50), shop.enqueue(0.0, 20, 50, first=1000)
    shop.worker.advance(0.1)
    end = shop.worker.end
    shop.worker.leave(two)
    assert shop.worker.end == end
    shop.worker.advance(inf)
    assert len(two.ends(two.known())) < 50
    assert one.over
    gaps = [after - before for before, after in pairwise(one.ends(50))]
    assert gaps[2] == pytest.approx(0.012, abs=2e-4)
    assert gaps[-1] == pytest.approx(0.011, abs=2e-4)


def test_who_leaves_the_queue_was_never_there() -> None:
    shop = Shop(max_num_seqs=1)
    one, two = shop.enqueue(0.0, 20, 50), shop.enqueue(0.0, 20, 5, first=1000)
    shop.worker.advance(0.1)
    three = shop.enqueue(0.1, 20, 5, first=2000)
    for gone in (three, two):
        shop.worker.leave(gone)
    assert shop.worker.waiting == 0
    shop.worker.advance(inf)
    assert one.over
    assert [sequence for sequence, _ in shop.ended] == [one]


def test_steps_are_noted_and_counted() -> None:
    shop = Shop()
    shop.enqueue(0.0, 100, 5)
    shop.enqueue(0.001, 50, 2, first=1000)
    shop.worker.advance(inf)
    tally = shop.worker.tally
    assert (tally.prefilled_tokens, tally.generation_tokens, tally.steps) == (150, 7, 5)
    assert tally.step_tokens == 100 + (50 + 1) + 2 + 1 + 1
    steps, _ = shop.worker.ledger.take()
    assert steps[:, 1].sum() == pytest.approx(tally.busy)
    assert steps[:, 3].sum() == 150
    assert list(steps[1:, 0]) == pytest.approx(list(steps[:-1, 0] + steps[:-1, 1]))


def test_the_next_event_is_the_next_moment_at_which_something_ends() -> None:
    shop = Shop()
    assert shop.worker.next_event == inf
    one = shop.enqueue(1.0, 100, 3)
    assert shop.worker.next_event == 1.0
    shop.worker.advance(1.0)
    assert shop.worker.next_event == one.end(0)
    shop.worker.advance(one.end(0))
    shop.worker.advance(shop.worker.next_event)
    assert shop.worker.next_event == inf
    assert one.over


ARRIVALS = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(1, 120),
        st.integers(0, 40),
        st.integers(1, 3),
        st.sampled_from([(), (3, 4)]),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(ARRIVALS, st.lists(st.floats(0, 3), max_size=20), st.sampled_from(["lifo", "fifo"]), st.booleans())
def test_facts_do_not_depend_on_who_asks_when(
    arrivals: list[tuple[float, int, int, int, tuple[int, ...]]],
    looks: list[float],
    preemption: str,
    chunked: bool,
) -> None:
    """Live, where every stream asks, and offline, where time leaps from end to end, the same happens."""

    def ends(moments: list[float]) -> list[tuple[float, ...]]:
        shop = Shop(
            blocks=40,
            preemption=preemption,
            max_num_batched_tokens=64,
            max_num_seqs=6,
            chunked_prefill=chunked,
        )
        sequences = []
        ordered = sorted(arrivals, key=lambda arrival: arrival[0])
        events = sorted(
            [(one[0], 0, one) for one in ordered] + [(moment, 1, None) for moment in moments],
            key=lambda event: event[:2],
        )
        for at, _, arrival in events:
            if not arrival:
                shop.worker.advance(at)
            else:
                _, prompt, output, choices, strides = arrival
                first = 1000 * (len(sequences) % 3)
                written = range(first + 500, first + 500 + output * (choices == 1))
                sequences.append(
                    shop.enqueue(at, prompt, output, first, choices=choices, strides=strides, output=written)
                )
        shop.worker.advance(inf)
        assert all(sequence.over for sequence in sequences)
        assert shop.worker.pool.active == 0
        return [tuple(sequence.ends(sequence.bursts)) for sequence in sequences]

    for one, other in zip(ends([]), ends(looks), strict=True):
        assert one == pytest.approx(other, rel=1e-9)
