from __future__ import annotations

import json

import pytest

from tests.faults.payload.answers import SPEAKING, Api

from .played import CALLING, both


@pytest.mark.parametrize("api", SPEAKING)
def test_only_the_call_that_is_meant(api: Api) -> None:
    weather, time = both({"type": "corrupt_call", "how": "missing", "which": "first"}, CALLING, api).calls
    assert json.loads(weather[2]) == {"days": 3}
    assert json.loads(time[2]) == {"zone": "CET"}


@pytest.mark.parametrize("api", SPEAKING)
def test_another_name(api: Api) -> None:
    made = both({"type": "corrupt_call", "how": "renamed", "which": "all"}, CALLING, api)
    assert [name for _, name, _ in made.calls] == ["get_weather_v2", "get_time_v2"]
