from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.catalog import Model
from fakeai_proxy.catalog.architecture import Architecture
from fakeai_proxy.engine.kv_settings import KVCacheSettings
from fakeai_proxy.engine.prompt_cache import reported

LLAMA = Architecture(layers=32, hidden=4096, heads=32, kv_heads=8, head_dim=128, dense=8e9)
HOSTED = Model("gpt-4o", "system", 0, capabilities=("streaming", "prompt_caching"))
OLD = Model("gpt-4", "openai", 0)
OPEN = Model("meta/llama-3.1-8b-instruct", "meta", 0, architecture=LLAMA)
GPT_OSS = Model("gpt-oss-120b", "openai", 0, architecture=LLAMA)
TUNED = Model("ft:gpt-4o:acme::1", "acme", 0, capabilities=("prompt_caching",))
MODELS = st.sampled_from((HOSTED, OPEN, GPT_OSS, TUNED, OLD))


def shown(found: int, prompt: int, model: Model, **settings: Any) -> int:
    return reported(found, prompt, model, KVCacheSettings(**settings))


@pytest.mark.parametrize(
    ("found", "told"), [(0, 0), (1023, 0), (1024, 1024), (1151, 1024), (1152, 1152), (2000, 1920)]
)
def test_openai_reports_1024_tokens_and_above_in_steps_of_128(found: int, told: int) -> None:
    assert shown(found, 5_000, HOSTED) == shown(found, 5_000, TUNED) == told


def test_openais_models_without_prompt_caching_report_none() -> None:
    assert shown(2_000, 5_000, OLD) == 0


@pytest.mark.parametrize("model", [OPEN, GPT_OSS])
def test_engines_report_every_block(model: Model) -> None:
    assert shown(48, 50, model) == 48


def test_the_threshold_may_be_moved() -> None:
    assert [shown(found, 500, HOSTED, min_tokens=100) for found in (96, 112, 240)] == [0, 100, 228]
    assert [shown(found, 500, HOSTED, min_tokens=0) for found in (112, 240)] == [0, 128]


def test_reports_may_be_turned_off() -> None:
    assert shown(2_000, 5_000, HOSTED, prompt_caching=False) == 0
    assert shown(2_000, 5_000, OPEN, prompt_caching=False) == 0


@given(st.integers(0, 10_000), st.integers(0, 10_000), MODELS, st.integers(0, 3_000))
def test_never_more_than_was_found_nor_than_the_prompt(
    found: int, prompt: int, model: Model, least: int
) -> None:
    told = shown(found, prompt, model, min_tokens=least)
    assert 0 <= told <= min(found, prompt)
    assert model in (OPEN, GPT_OSS) or not told or (told >= least and (told - least) % 128 == 0)
