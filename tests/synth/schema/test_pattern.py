"""What is made of a pattern is found by it."""

from __future__ import annotations

import re

import numpy as np
import pytest

from fakeai_proxy.synth.schema.document import Unsatisfiable
from fakeai_proxy.synth.schema.pattern import matching


@pytest.mark.parametrize(
    "pattern",
    [
        r"^[A-Z]{3}-\d{4}$",
        r"^(?:a|bc)*?d+?$",
        r"^(?P<year>\d{4})-(?P=year)$",
        r"^[^\w\s]$",
        r"\bword\b",
        r"^ab.c[^x]\S\D\W$",
        r"^[\d.,-]{5,}$",
        r"^$",
    ],
)
def test_it_is_found(pattern: str) -> None:
    for seed in range(10):
        assert re.search(pattern, matching(np.random.default_rng(seed), pattern))


@pytest.mark.parametrize("pattern", [r"^(?=a)ab$", r"^(?=.*[A-Z])(?=.*\d).{8,}$"])
def test_looking_ahead_takes_several_tries(pattern: str) -> None:
    made = [matching(np.random.default_rng(seed), pattern) for seed in range(20)]
    assert any(re.search(pattern, one) for one in made)


@pytest.mark.parametrize("pattern", ["(", "a{200000}", r"\p{L}"])
def test_what_cannot_be_made(pattern: str) -> None:
    with pytest.raises(Unsatisfiable):
        matching(np.random.default_rng(0), pattern)
