from __future__ import annotations

import pytest

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.pytest_plugin.play import experiment, timing


def test_faults_become_rules_in_their_order() -> None:
    rule = {"sequence": ["http.error", "pass"], "match": {"model": "gpt-4o"}}
    made = experiment(["stream.cut", {"type": "http.error", "status": 500}, rule])
    assert [one.id for one in made.rules] == ["fault-1", "fault-2", "fault-3"]
    assert [[fault.type for fault in one.faults] for one in made.rules] == [
        ["stream.cut"],
        ["http.error"],
        ["http.error"],
    ]
    assert made.rules[2].match.model is not None


def test_a_fault_that_there_is_not() -> None:
    with pytest.raises(SettingsError, match=r"http\.eror"):
        experiment([{"type": "http.eror"}])


def test_timing_is_a_word_or_a_speed() -> None:
    assert timing("recorded") == {"cassette.pace": "recorded", "cassette.speed": 1}
    assert timing(4) == {"cassette.pace": "recorded", "cassette.speed": 4}
    with pytest.raises(SettingsError, match="'fast' is no number and none of instant, recorded, profile"):
        timing("fast")
