from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from fakeai_proxy.engine.trace import TraceEntry
from fakeai_proxy.engine.workload import Ask, ClosedLoop, OpenLoop, Shape

from .served import rng


def test_prompts_share_nothing_unless_told() -> None:
    prompts = [prompt for prompt, _ in islice(Shape(100, 10).prompts(rng()), 3)]
    assert [len(prompt) for prompt in prompts] == [100, 100, 100]
    assert len(np.unique(np.concatenate(prompts))) == 300


def test_prompts_share_one_of_the_beginnings() -> None:
    shape = Shape(100, 10, shared_prefixes=3, prefix_tokens=60)
    prompts = [prompt for prompt, _ in islice(shape.prompts(rng()), 60)]
    beginnings = {bytes(prompt[:60]) for prompt in prompts}
    assert len(beginnings) == 3
    assert len({bytes(prompt[60:]) for prompt in prompts}) == 60


def test_lengths_vary_within_their_share() -> None:
    drawn = list(islice(Shape(1000, 100, variation=0.2).prompts(rng()), 200))
    prompts, answers = [len(prompt) for prompt, _ in drawn], [output for _, output in drawn]
    assert 800 <= min(prompts) < 850 < 1150 < max(prompts) <= 1200
    assert 80 <= min(answers) < 90 < 110 < max(answers) <= 120


def test_each_user_asks_again_when_answered() -> None:
    loop = ClosedLoop(Shape(10, 1), users=2, requests=3, rng=rng())
    assert [ask.at for ask in loop.opening()] == [0.0, 0.0]
    third = loop.following(5.0)
    assert third is not None
    assert third.at == 5.0
    assert loop.following(6.0) is None


def test_users_think_and_do_not_all_come_at_once() -> None:
    loop = ClosedLoop(Shape(10, 1), 4, 200, rng(), think_seconds=2.0, ramp_seconds=8.0)
    assert [ask.at for ask in loop.opening()] == [0.0, 2.0, 4.0, 6.0]
    pauses = [ask.at - 10 for _ in range(196) if (ask := loop.following(10.0))]
    assert min(pauses) > 0
    assert np.mean(pauses) == pytest.approx(2.0, rel=0.2)


def test_poisson_arrivals_have_their_rate() -> None:
    asks = list(OpenLoop.poisson(Shape(10, 1), 5.0, 500, rng()).opening())
    assert len(asks) == 500
    assert asks[-1].at == pytest.approx(100, rel=0.1)
    assert [ask.at for ask in asks] == sorted(ask.at for ask in asks)
    assert OpenLoop(asks).following(1.0) is None


def test_a_trace_comes_back_with_what_its_prompts_share() -> None:
    entries = [TraceEntry(0.0, 20, 3, (5, 6, 7)), TraceEntry(0.5, 40, 4, (5, 6, 9)), TraceEntry(1.0, 8, 5)]
    first, second, third = OpenLoop.replay(entries, block=8).opening()
    assert [len(ask.prompt) for ask in (first, second, third)] == [20, 40, 8]
    assert list(first.prompt[:16]) == list(second.prompt[:16]) == list(range(40, 56))
    assert not set(first.prompt[16:]) & set(second.prompt[16:])
    assert not set(second.prompt) & set(third.prompt)
    assert (second.at, second.output_tokens) == (0.5, 4)
    assert isinstance(first, Ask)
