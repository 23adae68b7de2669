from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.engine.sequence import NEVER, Sequence, burst_totals
from fakeai_proxy.engine.timeline import Timeline

from .served import job


def timeline(*ends: float) -> Timeline:
    made = Timeline()
    made.extend(np.array(ends))
    return made


def test_it_writes_a_token_a_step_from_the_end_of_its_prefill_on() -> None:
    sequence, steps = Sequence(job(100, 3), [], 0.0), timeline(1.0, 2.0)
    sequence.begin(steps, 2)
    assert (sequence.last, sequence.known()) == (4, 0)
    steps.extend(np.array([3.0, 5.0]))
    assert [sequence.end(burst) for burst in range(sequence.known())] == [3.0, 5.0]
    assert [sequence.tokens_at(step) for step in (2, 3, 4)] == [100, 101, 102]
    steps.extend(np.array([6.0, 7.0]))
    assert (sequence.known(), list(sequence.ends(3))) == (3, [3.0, 5.0, 6.0])


def test_preempted_it_keeps_its_tokens_and_computes_them_anew() -> None:
    sequence, steps = Sequence(job(100, 4), [], 0.0), timeline(1.0, 2.0)
    sequence.begin(steps, 0)
    sequence.pause(2)
    assert (sequence.computed, sequence.target, sequence.last) == (0, 102, NEVER)
    steps.extend(np.array([9.0, 10.0, 11.0]))
    sequence.begin(steps, 3)
    assert list(sequence.ends(4)) == [1.0, 2.0, 10.0, 11.0]
    assert sequence.tokens_at(3) == 102
    assert sequence.last == 4


def test_paused_after_its_end_it_has_what_it_wrote() -> None:
    sequence, steps = Sequence(job(10, 2), [], 0.0), timeline(1.0, 2.0, 3.0, 4.0)
    sequence.begin(steps, 1)
    sequence.pause(4)
    assert list(sequence.ends(2)) == [2.0, 3.0]


def test_prefilled_elsewhere_its_first_token_comes_when_it_arrives() -> None:
    sequence = Sequence(job(100, 3), [], 0.0)
    sequence.begin(timeline(1.0), 0)
    sequence.pause(1)
    sequence.carry(1.5)
    steps = timeline(2.0, 3.0)
    sequence.begin(steps, 0)
    assert list(sequence.ends(3)) == [1.5, 2.0, 3.0]
    assert (sequence.ready, sequence.tokens_at(0)) == (1.5, 101)


def test_a_job_that_writes_nothing_has_one_burst_without_tokens() -> None:
    sequence = Sequence(job(100, 0), [], 0.0)
    sequence.begin(timeline(1.0), 0)
    assert (sequence.bursts, sequence.last, sequence.stride(0), sequence.known()) == (1, 0, 0, 1)


def test_strides_bring_several_tokens_a_step() -> None:
    sequence, steps = Sequence(job(10, 8, strides=(3, 2)), [], 0.0), timeline(1.0, 2.0, 3.0, 4.0, 5.0)
    sequence.begin(steps, 0)
    assert [sequence.stride(step) for step in range(5)] == [1, 3, 2, 1, 1]
    assert [sequence.burst_of(token) for token in range(8)] == [0, 1, 1, 1, 2, 2, 3, 4]
    assert [sequence.tokens_at(step) for step in range(5)] == [10, 13, 15, 16, 17]
    sequence.pause(2)
    assert sequence.target == 14


@given(st.integers(0, 50), st.lists(st.integers(1, 9), max_size=20))
def test_bursts_bring_every_token_once(output_tokens: int, strides: list[int]) -> None:
    totals = burst_totals(job(1, output_tokens, strides=tuple(strides)))
    if not strides:
        assert totals == ()
    else:
        assert totals[-1] == output_tokens
        assert all(before < after for before, after in pairwise(totals))
        assert totals[0] == min(output_tokens, 1)


@pytest.mark.parametrize(("choices", "width"), [(1, 1), (4, 4), (0, 1)])
def test_each_choice_is_a_sequence_of_the_batch(choices: int, width: int) -> None:
    assert Sequence(job(10, 1, choices=choices), [], 0.0).width == width
