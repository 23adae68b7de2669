from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.catalog.traits import Traits, traits


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("llama-70b-chat", {"parameters": 70e9, "active": 70e9, "experts": 0}),
        ("acme/Rocket-7B-Instruct", {"parameters": 7e9}),
        ("bert-110m", {"parameters": 110e6}),
        ("qwen2.5-0.5b", {"parameters": 0.5e9}),
        ("thing-235b-a22b", {"parameters": 235e9, "active": 22e9, "experts": 128, "top_k": 8}),
        ("thing-8x7b-instruct", {"experts": 8, "top_k": 2}),
        ("gpt-4-32k", {"parameters": None, "active": None}),
        ("70b/model", {"parameters": None}),
        ("thing-0b", {"parameters": None}),
        ("thing-7b-a9b", {"parameters": 7e9, "active": 7e9, "experts": 0}),
        ("thing-0x7b", {"experts": 0}),
        ("llama-3.1-8b-fp8", {"precision": "fp8"}),
        ("llama-3.1-8b-NVFP4", {"precision": "fp4"}),
        ("gpt-oss-20b-mxfp4", {"precision": "mxfp4"}),
        ("llama-8b-awq", {"precision": "int4"}),
        ("llama-8b-quantized.w8a8", {"precision": "fp8"}),
        ("llama-8b-bf16", {"precision": "bf16"}),
        ("llama-8b", {"precision": None, "senses": (), "reasoning": False}),
        ("cosmos-vision", {"senses": ("image",)}),
        ("qwen-VL-7b", {"senses": ("image",)}),
        ("thing-omni-audio", {"senses": ("image", "audio")}),
        ("television-7b", {"senses": ()}),
        ("thing-thinking", {"reasoning": True}),
    ],
)
def test_a_name_says(name: str, fields: dict[str, object]) -> None:
    said = traits(name)
    assert {field: getattr(said, field) for field in fields} == fields


@pytest.mark.parametrize(("name", "total", "active"), [("8x7b", 46.7e9, 12.9e9), ("8x22b", 141e9, 39e9)])
def test_experts_have_their_attention_in_common(name: str, total: float, active: float) -> None:
    said = traits(f"mixtral-{name}")
    assert said.parameters == pytest.approx(total, rel=0.03)
    assert said.active == pytest.approx(active, rel=0.03)


@given(st.text() | st.from_regex(r"[a-z]{0,3}-?\d{1,3}x?\d{0,3}b?-a\d{1,3}b", fullmatch=True))
def test_what_is_said_is_possible(name: str) -> None:
    said = traits(name)
    assert isinstance(said, Traits)
    assert (said.parameters is None) == (said.active is None)
    if said.parameters and said.active:
        assert 0 < said.active <= said.parameters * 1.000001
        assert said.top_k <= said.experts
