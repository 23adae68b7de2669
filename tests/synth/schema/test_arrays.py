"""Lengths and items."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from fakeai_proxy.synth.schema import instance
from fakeai_proxy.synth.schema.arrays import identity, layout, singular


@pytest.mark.parametrize(
    ("schema", "least", "most"),
    [
        ({"minItems": 5, "items": {}}, 5, 7),
        ({"maxItems": 0}, 0, 0),
        ({"prefixItems": [{}, {}], "items": False}, 2, 2),
        ({"contains": {"const": 1}, "minContains": 4}, 4, 4),
    ],
)
def test_lengths(schema: dict[str, Any], least: int, most: int) -> None:
    made = [instance({"type": "array", **schema}, np.random.default_rng(seed)) for seed in range(10)]
    assert {least <= len(one) <= most for one in made} == {True}


def test_layouts_of_all_drafts() -> None:
    assert layout({"items": [{}], "additionalItems": False}) == ([{}], False)
    assert layout({"prefixItems": [{}], "items": {"type": "null"}}) == ([{}], {"type": "null"})
    assert layout({}) == ([], True)


def test_what_is_the_same() -> None:
    assert identity(1) == identity(1.0) != identity(True)


def test_names_of_one() -> None:
    assert (singular("cities"), singular("tags"), singular("class")) == ("citie", "tag", "class")
