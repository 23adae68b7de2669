from __future__ import annotations

from typing import get_args

import pytest

from fakeai_proxy.catalog import Architecture, Model
from fakeai_proxy.catalog.facts import abilities
from fakeai_proxy.catalog.model import Kind
from tests.markdown import ROOT


def test_answers_carry_the_id_where_there_is_no_snapshot() -> None:
    assert Model("m", "us", 0).snapshot == "m"
    assert Model("m", "us", 0, snapshot="m-2025-01-01").snapshot == "m-2025-01-01"


def test_dimensions_are_taken_where_there_is_a_least() -> None:
    assert Model("m", "us", 0, dimensions=8, min_dimensions=1).reducible
    assert not Model("m", "us", 0, dimensions=8).reducible


def test_reasoning_models_are_primed_by_one_token_less() -> None:
    assert (Model("m", "us", 0).priming, Model("m", "us", 0, reasoning=True).priming) == (3, 2)


def test_a_mixture_has_experts() -> None:
    shape = {"layers": 1, "hidden": 1, "heads": 1, "kv_heads": 1, "head_dim": 1, "dense": 1.0}
    dense, mixed = Architecture(**shape), Architecture(**shape, experts=1.0, expert_count=2)  # type: ignore[arg-type]
    assert [Model("m", "us", 0, architecture=each).mixture for each in (None, dense, mixed)] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("word", [*get_args(Kind), *abilities(Model("m", "us", 0))])
def test_what_a_model_can_be_is_in_the_docs(word: str) -> None:
    assert word in (ROOT / "docs" / "models.md").read_text()
