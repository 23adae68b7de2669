from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from fakeai_proxy.engine.kv_settings import KVCacheSettings, Policy
from fakeai_proxy.engine.routing import ROUTERS


def test_the_defaults() -> None:
    settings = KVCacheSettings()
    assert (settings.block_size, settings.num_workers, settings.overlap_weight) == (16, 4, 1.0)
    assert (settings.load_balance_weight, settings.eviction, settings.routing) == (0.5, "lru", "kv")


def test_every_policy_can_be_named() -> None:
    assert tuple(ROUTERS) == get_args(Policy)


@pytest.mark.parametrize(
    ("given", "eviction"),
    [({}, "lru"), ({"ttl_seconds": 60}, "ttl"), ({"ttl_seconds": 60, "eviction": "lfu"}, "lfu")],
)
def test_a_life_alone_means_that_blocks_have_one(given: dict[str, Any], eviction: str) -> None:
    assert KVCacheSettings(**given).eviction == eviction


def test_the_capacity_is_that_of_the_gpus_unless_it_is_set() -> None:
    assert KVCacheSettings().capacity(1_000) == 62
    assert KVCacheSettings().capacity(7) == 1
    assert KVCacheSettings(blocks=9).capacity(1_000) == 9


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("block_size", 0),
        ("block_size", 129),
        ("num_workers", 0),
        ("num_workers", 65),
        ("overlap_weight", -0.1),
        ("overlap_weight", 2.1),
        ("load_balance_weight", float("nan")),
        ("temperature", -1),
        ("eviction", "fifo"),
        ("ttl_seconds", 0),
        ("watermark", 0.6),
        ("routing", "best"),
        ("blocks", 0),
        ("breaker_failures", 0),
        ("min_tokens", -1),
        ("fuzzy", True),
    ],
)
def test_a_wrong_setting_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(ValidationError, match=name):
        KVCacheSettings(**{name: value})


def test_settings_are_frozen_and_say_what_they_mean() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        KVCacheSettings().blocks = 1  # type: ignore[misc]
    assert all(field.description for field in KVCacheSettings.model_fields.values())
