"""Bytes of weights and of keys and values, and what is left for the latter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fakeai_proxy.engine.hardware import gpu
from fakeai_proxy.engine.memory import (
    TYPICAL_CONTEXT,
    kv_bytes,
    kv_shards,
    kv_tokens,
    usable_bytes,
    weight_bytes,
)

from .worked import ARCHITECTURES

LLAMA, OSS, DEEPSEEK = (ARCHITECTURES[name] for name in ("llama-3.1-70b", "gpt-oss-120b", "deepseek-r1"))


def test_weights_are_as_large_as_their_format() -> None:
    assert weight_bytes(LLAMA, "bf16") == 139e9
    assert weight_bytes(LLAMA, "fp8") == 69.5e9
    assert weight_bytes(OSS, "mxfp4") / 2**30 == pytest.approx(59.7, rel=0.001)
    assert weight_bytes(replace(LLAMA, embedding=1e9), "bf16") == 141e9


def test_a_token_of_kv_cache() -> None:
    assert kv_bytes(LLAMA, "bf16") == 327_680
    assert kv_bytes(LLAMA, "fp8") == 163_840
    assert kv_bytes(DEEPSEEK, "fp8") == 61 * 576


def test_kv_heads_bound_the_shards_and_a_latent_has_none() -> None:
    assert [kv_shards(LLAMA, count) for count in (1, 4, 8, 16)] == [1, 4, 8, 8]
    assert kv_shards(DEEPSEEK, 8) == 1


def test_what_the_weights_leave_is_for_the_kv_cache() -> None:
    h100 = gpu("H100")
    free = 2 * usable_bytes(h100) - 69.5e9
    assert kv_tokens(LLAMA, "fp8", h100, 2) == pytest.approx(free / 163_840, abs=1)
    assert 30_000 < kv_tokens(LLAMA, "fp8", h100, 1) < 35_000
    assert kv_tokens(LLAMA, "bf16", h100, 1) < 0


def test_a_latent_takes_room_on_every_gpu() -> None:
    h200 = gpu("H200")
    free = usable_bytes(h200) - weight_bytes(DEEPSEEK, "fp8") / 8
    assert kv_tokens(DEEPSEEK, "fp8", h200, 8) == pytest.approx(free / (61 * 576), abs=1)


def test_windowed_layers_keep_no_more_than_their_window() -> None:
    b200 = gpu("B200")
    free = usable_bytes(b200) - weight_bytes(OSS, "mxfp4")
    kept = kv_bytes(OSS, "mxfp4") * (1 / 2 + 1 / 2 * 128 / TYPICAL_CONTEXT)
    assert kv_tokens(OSS, "mxfp4", b200, 1) == pytest.approx(free / kept, abs=1)
    everywhere = replace(OSS, windowed=1.0, window=100_000)
    assert kv_tokens(everywhere, "mxfp4", b200, 1) == pytest.approx(free / kv_bytes(OSS, "mxfp4"), abs=1)
