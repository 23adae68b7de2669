"""Simulated deployments are as fast as measured ones; `make accuracy` compares all of them."""

from __future__ import annotations

from statistics import median

import numpy as np
import pytest

from benchmarks.accuracy import (
    TPOT_BOUND,
    TTFT_BOUND,
    Compared,
    Times,
    by_physics,
    compare,
    medians,
    rows,
    table,
)
from fakeai_proxy.catalog import Catalog
from fakeai_proxy.engine.kv_settings import KVCacheSettings
from fakeai_proxy.engine.price_of import pricing_of
from fakeai_proxy.engine.pricing import Chunk
from fakeai_proxy.engine.settings import EngineSettings
from fakeai_proxy.engine.simulation import simulate
from fakeai_proxy.engine.workload import ClosedLoop, Shape

SOME = slice(0, None, 7)
"""Every seventh row: all of them take too long for a test."""


@pytest.fixture(scope="module")
def compared() -> list[Compared]:
    catalog = Catalog.load()
    return [compare(row, catalog) for row in rows()[SOME]]


def test_every_row_is_of_a_known_model_on_gpus_that_hold_it() -> None:
    catalog = Catalog.load()
    found = rows()
    assert len(found) == 41
    for row in found:
        model = catalog.find(row.model)
        assert model, row.model
        assert by_physics(model, row.settings).deployment == row.deployment


def test_the_medians_are_within_their_bounds(compared: list[Compared]) -> None:
    found = medians((one.simulated, one.row.measured) for one in compared)
    assert found.tpot <= TPOT_BOUND
    assert found.ttft <= TTFT_BOUND


def test_physics_alone_is_not_far_off(compared: list[Compared]) -> None:
    errors = [one.physics.error(one.row.measured) for one in compared]
    assert median(abs(error.tpot) for error in errors) <= 0.15
    assert median(abs(error.ttft) for error in errors) <= 0.30


def test_the_table_has_a_line_for_each(compared: list[Compared]) -> None:
    assert table(compared).row_count == len(compared)


def test_errors_are_relative() -> None:
    assert Times(110.0, 9.0).error(Times(100.0, 10.0)) == pytest.approx((0.1, -0.1))
    pairs = [(Times(110.0, 9.0), Times(100.0, 10.0)), (Times(70.0, 10.0), Times(100.0, 10.0))]
    assert medians(pairs) == pytest.approx((0.2, 0.05))


@pytest.mark.parametrize(
    ("name", "prompt_tokens"),
    [("meta/llama-3.1-70b-instruct", 1024), ("gpt-oss-120b", 1024), ("gpt-oss-120b", 64), ("gpt-4o", 64)],
)
def test_more_users_raise_the_itl_as_the_formula_says(name: str, prompt_tokens: int) -> None:
    """By the step of a batch of 32, and by the prefill of each of the others while an answer is written."""
    model, shape, users = Catalog.load().use(name), Shape(prompt_tokens, 512), 32
    pricing = pricing_of(model, EngineSettings())
    context = shape.input_tokens + shape.output_tokens // 2

    def itl(users: int) -> float:
        rng = np.random.default_rng(0)
        load = ClosedLoop(shape, users, 6 * users, rng)
        requests = simulate(model, load, rng, kv_cache=KVCacheSettings(num_workers=1)).requests
        later = requests[users:] if users > 1 else requests
        return float(np.mean((later["last_token"] - later["first_token"]) / (shape.output_tokens - 1)))

    alone, batch = (pricing.step(n, n * context, ()).seconds for n in (1, users))
    prompt = [Chunk(shape.input_tokens, 0)]
    beside = pricing.step(users - 1, (users - 1) * context, prompt).seconds
    interference = beside - pricing.step(users - 1, (users - 1) * context, ()).seconds
    assert itl(1) == pytest.approx(alone, rel=0.02)
    assert itl(users) == pytest.approx(batch + (users - 1) * interference / shape.output_tokens, rel=0.10)
