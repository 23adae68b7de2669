"""Measured deployments: found where all matches, taken where they predict what they have not seen."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.catalog import Model
from fakeai_proxy.catalog.architecture import Deployment
from fakeai_proxy.engine.fitted import LARGEST_ERROR, Fitted, deployments, fitted
from fakeai_proxy.engine.hardware import gpu
from fakeai_proxy.engine.memory import kv_tokens
from fakeai_proxy.engine.physics import Physics
from fakeai_proxy.engine.pricing import Chunk
from fakeai_proxy.engine.short_prompt import MEASURED as LEAST
from fakeai_proxy.engine.short_prompt import share

from .worked import ARCHITECTURES

LLAMA = Model("meta/llama-3.3-70b-instruct", "meta", 0, architecture=ARCHITECTURES["llama-3.1-70b"])
MEASURED = Deployment("H100-80GB", 4, "fp8", "vllm")
PHYSICS = Physics(ARCHITECTURES["llama-3.1-70b"], MEASURED)


def llama() -> Fitted:
    found = fitted(LLAMA, PHYSICS)
    assert found
    return found


def test_the_file_holds_the_measured_deployments() -> None:
    rows = deployments()
    assert len(rows) > 100
    assert len({(row.model, row.deployment) for row in rows}) == len(rows)
    assert all(gpu(row.deployment.gpu).name == row.deployment.gpu for row in rows)
    assert all(row.step > 0 and row.prefill > 0 and row.shapes >= 6 for row in rows)


def test_shapes_left_out_of_the_fit_are_predicted() -> None:
    trusted = [row for row in deployments() if row.tpot_error < LARGEST_ERROR]
    assert len(trusted) > 0.9 * len(deployments())
    assert median(row.tpot_error for row in trusted) < 0.06
    assert median(row.ttft_error for row in trusted) < 0.12


def test_a_step_is_the_sum_of_its_parts() -> None:
    pricing = llama()
    [row] = [row for row in deployments() if row.deployment == MEASURED and "llama-3.3-70b*" in row.names]
    step = pricing.step(10, 20_000, [Chunk(500, 0), Chunk(300, 1000)])
    parts = row.step + 10 * row.sequence + 20_000 * row.context + 800 * row.prefill
    assert step.seconds == pytest.approx(parts)


def test_a_lone_prompt_shorter_than_any_measured_takes_its_share() -> None:
    pricing = llama()
    measured = pricing.step(0, 0, [Chunk(LEAST, 0)]).seconds
    for new in (1, 100, 799):
        assert pricing.step(0, 0, [Chunk(new, 0)]).seconds == pytest.approx(share(new) * measured)
        assert pricing.outside(new) == pytest.approx(share(new) * pricing.outside(LEAST))
    assert pricing.step(1, 0, [Chunk(100, 0)]).seconds < share(100) * measured, "the fit knows of batches"


def test_a_measured_step_is_near_the_one_of_the_physics() -> None:
    for batch in (1, 16, 64):
        measured, worked = (one.step(batch, batch * 1536, ()).seconds for one in (llama(), PHYSICS))
        assert measured == pytest.approx(worked, rel=0.2)


@given(st.integers(1, 256), st.integers(0, 200_000), st.integers(1, 2000))
def test_many_steps_cost_what_each_of_them_would(decoding: int, context: int, steps: int) -> None:
    seconds, mean = llama().decode(decoding, context, steps)
    assert len(seconds) == steps
    for at in {0, steps // 2, steps - 1}:
        alone = llama().step(decoding, context + at * decoding, ())
        assert seconds[at] == pytest.approx(alone.seconds)
    assert mean.seconds == pytest.approx(float(np.mean(seconds)))


def test_the_work_of_the_gpus_is_that_of_the_physics() -> None:
    measured, worked = (one.step(8, 8000, ()) for one in (llama(), PHYSICS))
    assert measured.dram * measured.seconds == pytest.approx(worked.dram * worked.seconds)
    assert measured.nvlink * measured.seconds == pytest.approx(worked.nvlink * worked.seconds)
    assert (llama().kv_tokens, llama().gpus, llama().weights) == (PHYSICS.kv_tokens, 4, PHYSICS.weights)


@pytest.mark.parametrize(
    "other",
    [
        replace(MEASURED, count=16),
        replace(MEASURED, precision="bf16"),
        replace(MEASURED, engine="sglang"),
        replace(MEASURED, gpu="A100-80GB", precision="bf16"),
    ],
)
def test_another_deployment_is_not_measured(other: Deployment) -> None:
    assert fitted(LLAMA, Physics(ARCHITECTURES["llama-3.1-70b"], other)) is None


@pytest.mark.parametrize("name", ["llama-3.1-nemotron-70b", "deepseek-r1-distill-llama-70b", "llama-3-70b"])
def test_another_model_is_not_this_one(name: str) -> None:
    assert fitted(replace(LLAMA, id=name), PHYSICS) is None
    assert fitted(replace(LLAMA, id=f"acme/{LLAMA.id.partition('/')[2]}"), PHYSICS)


def test_a_fit_that_does_not_predict_is_not_taken() -> None:
    doubtful = [row for row in deployments() if row.tpot_error >= LARGEST_ERROR]
    for row in doubtful:
        model = replace(LLAMA, id=row.names[0].rstrip("*"))
        assert fitted(model, Physics(ARCHITECTURES["deepseek-r1"], row.deployment)) is None


def test_what_was_measured_fits_on_its_gpus() -> None:
    known = {"llama-3.1-70b*": "llama-3.1-70b", "gpt-oss-120b*": "gpt-oss-120b", "qwen3-32b*": "qwen3-32b"}
    for row in deployments():
        if row.names[0] in known:
            shape, where = ARCHITECTURES[known[row.names[0]]], row.deployment
            assert kv_tokens(shape, where.precision, gpu(where.gpu), where.count) > 0
