"""Counts of OpenAI's own examples, and of what was billed for sizes on the edge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.tokens.images import image_tokens
from fakeai_proxy.tokens.rules import rules


@pytest.mark.parametrize(
    ("model", "width", "height", "detail", "tokens"),
    [
        ("gpt-4o", 1024, 1024, "high", 765),
        ("gpt-4o", 2048, 4096, "high", 1105),
        ("gpt-4o", 4096, 8192, "low", 85),
        ("gpt-4o", 512, 512, "auto", 255),
        ("gpt-4.1", 2049, 513, "high", 85 + 8 * 170),
        ("gpt-4.1", 2050, 513, "high", 85 + 4 * 170),
        ("gpt-4o-mini-2024-07-18", 1024, 1024, "high", 2833 + 4 * 5667),
        ("o3-2025-04-16", 512, 512, "high", 225),
        ("gpt-5", 1024, 1024, "high", 70 + 4 * 140),
        ("gpt-4.1-mini", 1024, 1024, "high", 1659),
        ("o4-mini", 1800, 2400, "high", round(1452 * 1.72)),
        ("gpt-5-nano", 1024, 1024, "low", round(256 * 2.46)),
        ("gpt-5.5", 3200, 3200, "original", 10_000),
        ("claude-sonnet-4", 1000, 1000, "auto", 1334),
        ("meta/llama-3.2-11b-vision-instruct", 1120, 1120, "auto", 4 * 1601),
        ("google/gemma-3-27b-it", 4000, 10, "auto", 256),
    ],
)
def test_examples(model, width, height, detail, tokens):
    assert image_tokens(model, width, height, detail) == tokens


sides = st.integers(0, 100_000)


@given(
    st.sampled_from(["gpt-4o", "gpt-4.1-mini", "gpt-5.5", "claude-opus", "qwen/qwen2.5-vl-72b"]), sides, sides
)
def test_any_size_has_its_tokens(model, width, height):
    low, high, original = (
        image_tokens(model, width, height, detail) for detail in ("low", "high", "original")
    )
    assert 1 <= low <= high <= max(original, high) <= 20_000


def test_every_rule_is_one():
    for row in rules()["images"]:
        assert image_tokens(row["models"][0].replace("*", "x").replace("[4-9]", "4"), 640, 480) > 0
