from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.catalog.consistency import contradictions
from fakeai_proxy.catalog.estimate import SHAPES, architecture, deployment
from fakeai_proxy.catalog.files import read
from fakeai_proxy.catalog.model import Model
from fakeai_proxy.catalog.traits import Traits, traits
from fakeai_proxy.engine.hardware import gpu


def test_shapes_go_up() -> None:
    assert sorted(SHAPES) == list(SHAPES)


def test_a_model_as_large_as_a_known_one_has_its_shape() -> None:
    shape = architecture(traits("rocket-70b"))
    assert shape is not None
    assert (shape.layers, shape.hidden, shape.heads, shape.kv_heads, shape.head_dim) == (80, 8192, 64, 8, 128)
    assert (shape.dense, shape.experts, shape.estimated) == (70e9, 0, True)


def test_a_mixture_has_what_its_tokens_pass_and_the_rest() -> None:
    shape = architecture(traits("qwen3-235b-a22b"))
    assert shape is not None
    assert shape.dense + shape.experts == pytest.approx(235e9)
    assert shape.dense + shape.experts * 8 / 128 == pytest.approx(22e9)
    assert shape.dense == pytest.approx(7.37e9, rel=0.1)  # that of the real one


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a-7b", ("H100-80GB", 1, "bf16")),
        ("a-32b", ("H100-80GB", 2, "bf16")),
        ("a-70b", ("H100-80GB", 2, "fp8")),
        ("a-70b-bf16", ("H100-80GB", 4, "bf16")),
        ("a-70b-fp4", ("B200", 1, "fp4")),
        ("a-671b", ("H200-141GB", 8, "fp8")),
        ("a-1000b", ("B200", 8, "fp8")),
    ],
)
def test_the_fewest_gpus_that_hold_it(name: str, expected: tuple[str, int, str]) -> None:
    found = deployment(traits(name))
    assert found is not None
    assert (found.gpu, found.count, found.precision) == expected
    assert gpu(found.gpu).name == found.gpu


def test_nothing_is_known_without_a_size() -> None:
    assert architecture(Traits()) is deployment(Traits()) is None
    assert deployment(traits("a-9000b")) is None


@given(st.floats(1e6, 5e12), st.floats(0.01, 1.0))
def test_estimates_are_consistent(parameters: float, share: float) -> None:
    experts = (128, 8) if share < 1 else (0, 0)
    shape = architecture(Traits(parameters, parameters * share, *experts))
    assert shape is not None
    model = Model("m", "us", 0, parameters=parameters, architecture=shape)
    assert list(contradictions(model)) == []


def test_estimates_are_near_to_what_is_published() -> None:
    """Hidden size and layers of dense models, from their size alone."""
    known = [model for model in read() if model.architecture and model.kind == "chat" and not model.mixture]
    errors = []
    for model in known:
        shape, real = architecture(Traits(model.parameters, model.parameters)), model.architecture
        assert shape is not None
        assert real is not None
        errors.append(abs(shape.layers * shape.hidden / (real.layers * real.hidden) - 1))
    assert sorted(errors)[len(errors) // 2] < 0.15


def test_a_size_that_is_not_rounded_changes_nothing_else() -> None:
    one, other = traits("a-70b"), replace(traits("a-70b"), parameters=70.6e9, active=70.6e9)
    first, second = architecture(one), architecture(other)
    assert first is not None
    assert second is not None
    assert replace(first, dense=second.dense) == second
