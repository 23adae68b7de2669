from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.mutations.rule import rule_given


def test_it_is_written_as_it_was_given() -> None:
    given = {
        "type": "json_patch",
        "patch": [{"op": "move", "from": "/a", "path": "/b"}],
        "match": {"source": "live"},
        "probability": 0.5,
    }
    rule = rule_given(given)
    assert rule.told() == given
    assert rule_given(rule) is rule
    assert rule_given({"type": "noise"}).told() == {"type": "noise"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("truncate", "a mutation is a table with its name as type, and its parameters"),
        (
            {"type": "noise", "probability": 2},
            "noise: probability: 2 is refused: it must be less than or equal to 1",
        ),
        (
            {"type": "noise", "match": {"modell": "x"}},
            "match.modell: unknown field (did you mean 'model'?); there",
        ),
        (
            {"type": "model", "to": "m", "of": "request", "match": {"source": "live"}},
            "model: match.source is not known of a request; leave it out",
        ),
    ],
)
def test_what_is_wrong_is_told(given: Any, told: str) -> None:
    with pytest.raises(SettingsError) as refused:
        rule_given(given)
    assert told in str(refused.value)
