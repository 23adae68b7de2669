"""Prompts of which little is computed: what becomes of TTFT when a prompt comes again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.catalog import Catalog, Model
from fakeai_proxy.catalog.architecture import Deployment
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Wait
from fakeai_proxy.engine import Cluster, EngineParts, EngineSettings, Job, Run
from fakeai_proxy.engine.course import priced_course
from fakeai_proxy.engine.physics import Physics
from fakeai_proxy.engine.price_of import pricing_of
from fakeai_proxy.engine.pricing import Chunk
from fakeai_proxy.engine.short_prompt import MEASURED, SHORTEST, share

from .live import Clients, streamed, whole
from .worked import ARCHITECTURES

WORDS, BLOCK = 1200, 16
DENSITIES = (1.16, 1.2, 1.27, 1.33, 1.4, 1.45, 1.5)
"""Tokens per word of English prose, from the sparsest to the densest; with those of a chat's markup."""
BUDGET = EngineSettings().max_num_batched_tokens
CHATS = [model for model in Catalog.load().all() if model.kind == "chat"]


def chats(tokens: int) -> list[Model]:
    """Every chat model of the catalog that can hold so many tokens and an answer."""
    return [model for model in CHATS if model.context_window > tokens]


def fall(model: Model, tokens: int) -> float:
    """Part of its TTFT that a prompt loses when it comes again."""
    pricing, job = pricing_of(model, EngineSettings()), Job(model, (), tokens, 1)
    cached = (tokens - 1) // BLOCK * BLOCK
    first, again = (priced_course(job, pricing, found, BUDGET, 0.0).first for found in (0, cached))
    return 1 - again / first


@pytest.mark.parametrize("density", DENSITIES)
def test_an_exact_repeat_of_1200_words_has_its_ttft_60_to_80_percent_sooner(density: float) -> None:
    least = round(WORDS * density)
    models = chats(least + BLOCK)
    assert len(models) > 200
    lengths = (least, least // BLOCK * BLOCK, least // BLOCK * BLOCK + 1)  # any, most and least is left
    found = {model.id: [fall(model, tokens) for tokens in lengths] for model in models}
    assert {id: falls for id, falls in found.items() if not 0.6 <= min(falls) <= max(falls) <= 0.8} == {}


@pytest.mark.parametrize("answered", [streamed, whole])
def test_streamed_or_not_and_only_for_the_same_model(answered: Callable[[Run], Iterator[Wait]]) -> None:
    clock, rng = ManualClock(), np.random.default_rng(0)
    cluster = Cluster(EngineParts(), clock, seed=0)
    clients = Clients(clock)

    def ttft(model: Model) -> float:
        run = cluster.submit(Job(model, range(1560), 1560, 3), rng)
        clients.add(answered(run))
        clients.play()
        return run.first_token - run.arrival

    for model in chats(1600)[::8]:
        first, again = ttft(model), ttft(model)
        assert 0.6 <= 1 - again / first <= 0.8, model.id


def test_the_share_rises_on_a_line_to_all() -> None:
    assert (share(0), share(MEASURED // 2), share(MEASURED)) == (SHORTEST, (1 + SHORTEST) / 2, 1.0)
    assert share(10 * MEASURED) == 1.0


@pytest.mark.parametrize("name", ARCHITECTURES)
@given(st.integers(0, 100_000))
def test_more_to_compute_takes_longer_with_no_leap_where_measurements_begin(name: str, before: int) -> None:
    physics = Physics(ARCHITECTURES[name], Deployment("H200-141GB", 8, "fp8"))
    lengths = (1, 16, 400, MEASURED - 1, MEASURED, MEASURED + 1, 1024)
    seconds = [physics.step(0, 0, [Chunk(new, before)]).seconds for new in lengths]
    assert all(less < more for less, more in pairwise(seconds))
    assert seconds[4] == pytest.approx(seconds[3], rel=0.005)


@given(st.sampled_from(CHATS), st.integers(1, MEASURED))
def test_weights_have_to_be_read_in_any_case(model: Model, new: int) -> None:
    pricing = pricing_of(model, EngineSettings())
    if pricing.deployment:
        cost = pricing.step(0, 0, [Chunk(new, 0)])
        assert cost.dram < 1
