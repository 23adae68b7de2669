from __future__ import annotations

import json

import pytest

from tests.faults.payload.answers import APIS, SPEAKING, Answer, Api
from tests.faults.payload.played import whole_steps
from tests.playbook import body

from .played import both, passed


@pytest.mark.parametrize("api", APIS)
def test_a_reason(api: Api) -> None:
    assert both({"type": "unknown_value", "value": "odd"}, Answer(), api).reason == "odd"


@pytest.mark.parametrize("api", SPEAKING)
def test_a_part(api: Api) -> None:
    made = both({"type": "unknown_value", "where": "part"}, Answer(), api)
    assert [part["type"] for part in made.parts] == ["x_unknown"]
    assert made.text == Answer().text


def test_a_tier_where_one_is_told() -> None:
    given = {"type": "unknown_value", "where": "tier"}
    answer = json.loads(Answer().whole("chat")) | {"service_tier": "default"}
    steps, why = passed(given, whole_steps(json.dumps(answer).encode()))
    assert (json.loads(body(steps))["service_tier"], why) == ("x_unknown", None)
    assert passed(given, whole_steps(Answer().whole("chat")))[1] == "the answer told no service tier"
