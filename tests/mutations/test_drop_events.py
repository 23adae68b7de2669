from __future__ import annotations

import pytest

from tests.faults.payload.answers import Answer
from tests.faults.payload.told import values

from .played import streamed


def deltas(events: list[dict[str, object]]) -> int:
    return sum(event["type"] == "response.output_text.delta" for event in events)


@pytest.mark.parametrize(("given", "left"), [({}, 0), ({"count": 2}, 4), ({"rate": 0.5}, 3)])
def test_some_are_gone_and_the_others_counted_on(given: dict[str, object], left: int) -> None:
    events = values(streamed({"type": "drop_events", **given}, Answer(), "response", seed=3))
    assert abs(deltas(events) - left) <= ("rate" in given)
    assert [event["sequence_number"] for event in events] == list(range(len(events)))


def test_a_gap_where_it_is_asked_for() -> None:
    events = values(streamed({"type": "drop_events", "renumber": False}, Answer(), "response"))
    assert [event["sequence_number"] for event in events] != list(range(len(events)))
