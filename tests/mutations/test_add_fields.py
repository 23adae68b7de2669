from __future__ import annotations

import json

from tests.faults.payload.answers import WEATHER, Answer
from tests.faults.payload.told import values

from .played import streamed, whole


def test_in_each_object_of_the_provider() -> None:
    answer = json.loads(whole({"type": "add_fields", "value": 1}, Answer(calls=(WEATHER,)), "message"))
    call = answer["content"][1]
    assert answer["x_unknown"] == answer["usage"]["x_unknown"] == call["x_unknown"] == 1
    assert "x_unknown" not in call["input"]


def test_in_the_outermost_of_each_event() -> None:
    events = values(streamed({"type": "add_fields", "where": "top", "name": "n"}, Answer(), "chat"))
    assert all(event["n"] == {"nested": [1, None]} for event in events)
    assert not any("n" in choice for event in events for choice in event["choices"])
