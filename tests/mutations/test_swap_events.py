from __future__ import annotations

import pytest

from tests.faults.payload.answers import APIS, Answer, Api
from tests.faults.payload.told import told_by_stream, values

from .played import streamed


@pytest.mark.parametrize("api", [api for api in APIS if api != "response"])
def test_neighbours_change_places(api: Api) -> None:
    made = told_by_stream(api, streamed({"type": "swap_events"}, Answer(), api))
    assert made.text == " quickThe fox brown. jumps"


def test_one_that_is_alone_stays_where_it_is() -> None:
    stream = streamed({"type": "swap_events"}, Answer(words=("a", "b", "c")), "chat")
    assert told_by_stream("chat", stream).text == "bac"
    assert stream.endswith(b"data: [DONE]\n\n")


def test_numbers_are_in_order() -> None:
    events = values(streamed({"type": "swap_events", "rate": 0.5}, Answer(), "response"))
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
