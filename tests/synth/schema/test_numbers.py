"""Bounds and steps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.synth.schema.document import Unsatisfiable
from fakeai_proxy.synth.schema.numbers import integer, number

RNG = np.random.default_rng(0)


@settings(max_examples=50)
@given(st.integers(-(10**20), 10**20), st.integers(0, 50), st.integers(1, 9))
def test_whole_numbers_of_any_size(low: int, more: int, step: int) -> None:
    schema = {"minimum": low, "maximum": low + step + more, "multipleOf": step, "type": "integer"}
    found = integer(RNG, schema)
    assert low <= found <= low + step + more
    assert found % step == 0


@settings(max_examples=50)
@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_numbers(low: float, more: float) -> None:
    assert low < number(RNG, {"exclusiveMinimum": low, "maximum": low + more}) <= low + more


@pytest.mark.parametrize("step", [0.1, 0.01, 2.5])
def test_steps_that_no_float_is(step: float) -> None:
    assert (number(RNG, {"multipleOf": step, "minimum": 3}) / step).is_integer()


@pytest.mark.parametrize(
    "schema", [{"minimum": 2, "maximum": 1}, {"minimum": 1, "maximum": 4, "multipleOf": 5}]
)
def test_nothing_between(schema: dict[str, Any]) -> None:
    with pytest.raises(Unsatisfiable):
        integer(RNG, schema)
    with pytest.raises(Unsatisfiable):
        number(RNG, schema)
