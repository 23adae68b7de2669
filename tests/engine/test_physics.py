"""Steps priced from architecture and data sheet: the hand-worked figures, and what must hold of any step."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.catalog.architecture import Deployment
from fakeai_proxy.engine.hardware import gpu
from fakeai_proxy.engine.physics import INTERFERENCE, OVERHEAD, Physics
from fakeai_proxy.engine.pricing import Chunk

from .worked import ARCHITECTURES, ROWS

CONTEXT = 1536

BUSY = [
    Physics(ARCHITECTURES["llama-3.1-70b"], Deployment("H100", 2, "fp8")),
    Physics(ARCHITECTURES["gpt-oss-120b"], Deployment("B200", 1, "mxfp4")),
    Physics(ARCHITECTURES["deepseek-r1"], Deployment("H200", 8, "fp8", "sglang")),
    Physics(ARCHITECTURES["llama-3.1-8b"], Deployment("L40S", 2, "bf16", "trtllm")),
]

chunks = st.lists(st.builds(Chunk, st.integers(1, 8192), st.integers(0, 100_000)), min_size=1, max_size=4)
pricings = st.sampled_from(BUSY)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(map(str, row[:4])))
def test_the_worked_figures(row: list[Any]) -> None:
    model, precision, card, count, *want = row
    physics = Physics(ARCHITECTURES[model], Deployment(card, count, precision))
    bare = physics.step(1, 0, ())
    one, some, many = (physics.step(batch, batch * CONTEXT, ()) for batch in (1, 16, 64))
    ttfts = [
        physics.overhead + physics.step(0, 0, [Chunk(new, before)]).seconds
        for new, before in ((1024, 0), (8192, 0), (1024, 7168))
    ]
    found = [
        physics.weights / 2**30,
        bare.dram * bare.seconds * 1e3,
        *(step.seconds * 1e3 for step in (one, some, many)),
        64 / many.seconds,
        *(ttft * 1e3 for ttft in ttfts),
        one.dram,
        many.dram,
    ]
    assert found == pytest.approx(want, rel=0.05, abs=0.005)


@given(pricings, st.integers(1, 256), st.integers(0, 200_000), st.integers(1, 2000))
def test_many_steps_cost_what_each_of_them_would(
    physics: Physics, decoding: int, context: int, steps: int
) -> None:
    seconds, mean = physics.decode(decoding, context, steps)
    assert len(seconds) == steps
    for at in {0, steps // 2, steps - 1}:
        alone = physics.step(decoding, context + at * decoding, ())
        assert seconds[at] == pytest.approx(alone.seconds)
    assert mean.seconds == pytest.approx(float(np.mean(seconds)))


@given(pricings, st.integers(0, 256), st.integers(0, 200_000), chunks)
def test_shares_are_shares(physics: Physics, decoding: int, context: int, prefilled: list[Chunk]) -> None:
    for cost in (physics.step(decoding, context, prefilled), physics.step(decoding + 1, context, ())):
        assert cost.seconds > 0
        assert 0 < cost.dram <= 1
        assert 0 < cost.tensor <= 1
        assert cost.nvlink >= 0


@given(pricings, st.integers(1, 255), st.integers(0, 200_000), chunks)
def test_more_work_takes_longer(
    physics: Physics, decoding: int, context: int, prefilled: list[Chunk]
) -> None:
    step = physics.step(decoding, context, prefilled).seconds
    assert physics.step(decoding + 1, context, prefilled).seconds >= step
    assert physics.step(decoding, context + 1000, prefilled).seconds >= step
    assert physics.step(decoding, context, [*prefilled, Chunk(16, 0)]).seconds > step
    assert physics.step(decoding, context, ()).seconds < step


@given(pricings, st.integers(1, 256), st.integers(0, 200_000), chunks)
def test_prefill_slows_the_decodes_beside_it_by_its_interference(
    physics: Physics, decoding: int, context: int, prefilled: list[Chunk]
) -> None:
    mixed = physics.step(decoding, context, prefilled).seconds
    prefill = physics.step(0, 0, prefilled).seconds
    decode = physics.step(decoding, context, ()).seconds
    assert mixed == pytest.approx(max(prefill, decode + INTERFERENCE * prefill))


def test_cached_tokens_cost_attention_only() -> None:
    physics = BUSY[0]
    whole = physics.step(0, 0, [Chunk(8192, 0)]).seconds
    rest = physics.step(0, 0, [Chunk(1024, 7168)]).seconds
    alone = physics.step(0, 0, [Chunk(1024, 0)]).seconds
    assert alone < rest < whole / 5


def test_a_window_bounds_what_is_read() -> None:
    model = ARCHITECTURES["gpt-oss-120b"]
    physics = Physics(model, Deployment("H100", 2, "mxfp4"))
    short, long = (physics.step(1, context, ()).seconds for context in (10_000, 20_000))
    unbounded = BUSY[0].step(1, 20_000, ()).seconds - BUSY[0].step(1, 10_000, ()).seconds
    bytes_read = 10_000 * model.layers * 2 * model.head_dim * 2 * (model.kv_heads / 2) / 2
    assert long - short == pytest.approx(bytes_read / (3.35e12 * 0.64))
    assert long - short < unbounded


def test_one_gpu_sends_nothing() -> None:
    assert BUSY[1].step(64, 64 * CONTEXT, ()).nvlink == 0
    assert BUSY[0].step(64, 64 * CONTEXT, ()).nvlink > 0


def test_without_nvlink_the_sums_go_over_pcie() -> None:
    model = ARCHITECTURES["llama-3.1-8b"]
    one, two = (Physics(model, Deployment("L40S", count, "bf16")) for count in (1, 2))
    prompt = [Chunk(4096, 0)]
    sent = 2 * model.layers * model.hidden * 2 * 4096
    assert gpu("L40S").link_bytes_s == 32e9
    assert two.step(0, 0, prompt).seconds > one.step(0, 0, prompt).seconds / 2 + sent / 32e9


def test_engines_differ_in_launches_and_overhead() -> None:
    model = ARCHITECTURES["llama-3.1-8b"]
    trtllm, vllm, sglang = (
        Physics(model, Deployment("H100", 1, "bf16", engine)) for engine in ("trtllm", "vllm", "sglang")
    )
    steps = [physics.step(1, CONTEXT, ()).seconds for physics in (trtllm, vllm, sglang)]
    assert steps == sorted(steps)
    assert vllm.overhead == OVERHEAD["vllm"] < trtllm.overhead < sglang.overhead


def test_it_says_what_it_went_by() -> None:
    assert (BUSY[0].kind, BUSY[0].source) == (
        "physics",
        "architecture of the model, data sheet of H100-80GB",
    )
    assert (BUSY[0].gpus, BUSY[0].deployment.precision) == (2, "fp8")
