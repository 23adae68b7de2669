from __future__ import annotations

import pytest

from fakeai_proxy.faults.payload.ledger import cost
from tests.faults.payload.answers import APIS, SPEAKING, TIME, WEATHER, Answer, Api

from .played import both

LENGTHS = {"chat": "length", "completion": "length", "message": "max_tokens", "response": "max_output_tokens"}


@pytest.mark.parametrize("api", APIS)
def test_the_first_tokens_stay_and_are_counted(api: Api) -> None:
    made = both({"type": "truncate", "tokens": 2}, Answer(), api)
    assert (made.text, made.reason) == ("The quick", LENGTHS[api])
    assert (made.usage or {}).get("completion_tokens", (made.usage or {}).get("output_tokens")) == 22


@pytest.mark.parametrize("api", APIS)
def test_one_that_is_not_longer_stays_as_it_is(api: Api) -> None:
    assert both({"type": "truncate", "tokens": 6}, Answer(), api) == both(
        {"type": "status", "status": 200}, Answer(), api
    )


@pytest.mark.parametrize("api", SPEAKING)
def test_as_many_whole_calls_as_there_is_room_for(api: Api) -> None:
    room = len(Answer().words) + cost("".join(WEATHER[2]))
    made = both({"type": "truncate", "tokens": room, "finish": "kept"}, Answer(calls=(WEATHER, TIME)), api)
    assert [name for _, name, _ in made.calls] == ["get_weather"]
    assert made.reason == both({"type": "status", "status": 200}, Answer(calls=(WEATHER,)), api).reason
