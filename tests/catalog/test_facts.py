from __future__ import annotations

import json
from typing import get_args

from fakeai_proxy.catalog import Catalog
from fakeai_proxy.catalog.facts import abilities, facts
from fakeai_proxy.catalog.files import read
from fakeai_proxy.catalog.model import Capability, Model


def test_every_model_can_be_told_as_json() -> None:
    for model in read():
        assert json.loads(json.dumps(facts(model))) == facts(model)


def test_abilities_are_stated_or_follow_from_the_senses() -> None:
    told = abilities(Model("m", "us", 0, input_modalities=("text", "image"), capabilities=("tools",)))
    assert [name for name, has in told.items() if has] == ["tools", "vision"]
    assert set(get_args(Capability)) < set(told)


def test_a_dense_model_passes_all_its_weights() -> None:
    catalog = Catalog.load()
    dense, mixed, closed = (catalog.use(name) for name in ("qwen/qwen3-8b", "open-mixtral-8x7b", "gpt-4o"))
    assert facts(dense)["parameters"] == {"total": 8191000000, "active": 8191000000}
    assert facts(mixed)["parameters"] == {"total": 46700000000, "active": 12900000000}
    assert facts(closed)["parameters"] == {"total": None, "active": None}


def test_what_is_unknown_is_null() -> None:
    told = facts(Model("m", "us", 0, context_window=0))
    unknown = [name for name, value in told.items() if value is None]
    assert unknown == [
        "base", "context_window", "dimensions", "knowledge_cutoff", "architecture", "deployment", "pace",
        "price",
    ]  # fmt: skip
