from __future__ import annotations

import pytest

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.pytest_plugin.wish import Wish, wish_of


def test_the_closest_mark_wins_and_the_command_line_over_all() -> None:
    given = [
        {"mode": "once", "timing": 2, "settings": {"a": 1, "b": 1}},
        {"settings": {"b": 2}},
        {"mode": "all"},
    ]
    assert wish_of(given, None) == Wish(mode="all", timing=2, settings={"a": 1, "b": 2})
    assert wish_of(given, "none").mode == "none"


def test_by_default_nothing_goes_upstream() -> None:
    assert wish_of([], None).mode == "none"


@pytest.mark.parametrize("mode", [None, "rewrite", "none"])
def test_a_test_of_the_simulator_stays_one(mode: str | None) -> None:
    """It has no cassette to record or to replay."""
    assert wish_of([{"mode": "synthesize"}], mode).mode == "synthesize"


@pytest.mark.parametrize(("name", "mode"), [("replay", "none"), ("passthrough", "off"), ("record", "all")])
def test_modes_by_other_names(name: str, mode: str) -> None:
    assert wish_of([{"mode": name}], None).mode == mode


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"mode": "onse"}, "did you mean 'once'"),
        ({"fault": []}, "unknown argument 'fault' .did you mean 'faults'"),
    ],
)
def test_what_there_is_not(given: dict[str, object], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        wish_of([given], None)
