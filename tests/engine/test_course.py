from __future__ import annotations

import pytest

from fakeai_proxy.engine.course import fixed_course, priced_course

from .served import Prices, job


def test_alone_it_takes_overhead_prefill_and_a_step_a_token() -> None:
    course = priced_course(job(100, 3), Prices(), cached=40, budget=8192, delay=0.5)
    assert course.first == pytest.approx(0.5 + 0.005 + 0.016)
    assert list(course.gaps) == pytest.approx([0.011101, 0.011102])
    assert course.prefill.seconds == pytest.approx(0.016)
    assert course.decode.seconds == pytest.approx(0.0111015)


def test_a_long_prompt_takes_several_steps() -> None:
    course = priced_course(job(1000, 1), Prices(), cached=0, budget=400, delay=0.0)
    assert course.prefill.seconds == pytest.approx(3 * 0.010 + 0.1)
    assert (course.prefill.dram, course.prefill.tensor) == (0.5, 0.25)
    assert course.bursts == 1


def test_fixed_times_do_the_same_work_in_another_time() -> None:
    course = fixed_course(job(100, 3), [0.04, 0.02, 0.03], Prices(), cached=0, budget=8192)
    assert (course.first, *course.gaps) == (0.04, 0.02, 0.03)
    assert (course.prefill.seconds, course.prefill.dram) == (0.04, pytest.approx(0.5 * 0.02 / 0.04))
    assert (course.decode.seconds, course.decode.dram) == (0.025, pytest.approx(0.5 * 0.0111015 / 0.025))
    assert fixed_course(job(100, 2), [0.04, 1e-9], Prices(), 0, 8192).decode.dram == 1.0
    assert fixed_course(job(100, 2), [0.04, 0.0], Prices(), 0, 8192).decode.seconds == 0


def test_strides_need_fewer_gaps() -> None:
    asked = job(100, 6, strides=(3, 2))
    assert len(priced_course(asked, Prices(), 0, 8192, 0.0).gaps) == 2
    assert fixed_course(asked, [0.1] * 6, Prices(), 0, 8192).totals == (1, 4, 6)


def test_seconds_between_bursts_are_the_sum_of_gaps() -> None:
    course = priced_course(job(100, 9), Prices(), 0, 8192, 0.0)
    for one, other in ((1, 9), (1, 4), (3, 9), (5, 5)):
        assert course.between(one, other) == pytest.approx(course.gaps[one - 1 : other - 1].sum())


def test_tokens_of_a_stride_have_no_time_between_them() -> None:
    asked = job(100, 6, strides=(3, 2))
    gaps = fixed_course(asked, [0.1] * 6, Prices(), 0, 8192)
    assert list(gaps.itls(6)) == pytest.approx([0.1, 0, 0, 0.1, 0])
    assert list(gaps.itls(2)) == pytest.approx([0.1])
    assert list(gaps.itls(0)) == list(gaps.itls(1)) == []
