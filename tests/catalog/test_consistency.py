from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.catalog.architecture import Architecture
from fakeai_proxy.catalog.consistency import contradictions
from fakeai_proxy.catalog.model import Model

SHAPE: dict[str, Any] = {
    "layers": 2, "hidden": 64, "heads": 4, "kv_heads": 2, "head_dim": 16, "dense": 1e9,
}  # fmt: skip
MIXTURE: dict[str, Any] = {"experts": 8e9, "expert_count": 8, "top_k": 2, "moe_layers": 2}


def wrong(**fields: Any) -> list[str]:
    return [field for field, _ in contradictions(Model("m", "us", 0, **fields))]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"context_window": 0, "max_output_tokens": 0},
        {"kind": "embedding", "dimensions": 8, "min_dimensions": 8},
        {"parameters": 9e9, "active_parameters": 9e9},
        {"active_parameters": 9e9},
        {"architecture": Architecture(**SHAPE), "parameters": 1e9},
        {"architecture": Architecture(**SHAPE, **MIXTURE), "parameters": 8.9e9},
        {"architecture": Architecture(**SHAPE, window=128, windowed=0.5)},
    ],
)
def test_what_may_be(fields: dict[str, Any]) -> None:
    assert wrong(**fields) == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"context_window": 10, "max_output_tokens": 11}, "max_output_tokens"),
        ({"kind": "embedding"}, "dimensions"),
        ({"dimensions": 8, "min_dimensions": 9}, "min_dimensions"),
        ({"parameters": 1e9, "active_parameters": 2e9}, "active_parameters"),
        ({"architecture": Architecture(**SHAPE), "parameters": 0.9e9}, "architecture.dense"),
    ],
)
def test_what_may_not(fields: dict[str, Any], field: str) -> None:
    assert wrong(**fields) == [field]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (SHAPE | {"kv_heads": 3}, "kv_heads"),
        (SHAPE | MIXTURE | {"top_k": 9}, "top_k"),
        (SHAPE | {"experts": 8e9}, "experts"),
        (SHAPE | MIXTURE | {"moe_layers": 3}, "moe_layers"),
        (SHAPE | {"window": 128}, "windowed"),
        (SHAPE | {"windowed": 0.5}, "windowed"),
    ],
)
def test_what_no_shape_can_be(fields: dict[str, Any], field: str) -> None:
    assert wrong(architecture=Architecture(**fields)) == [f"architecture.{field}"]
