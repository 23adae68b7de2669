from __future__ import annotations

import pytest

from tests.faults.payload.answers import APIS, Answer, Api

from .played import both
from .test_truncate import LENGTHS


@pytest.mark.parametrize("api", APIS)
def test_as_each_family_writes_it(api: Api) -> None:
    made = both({"type": "finish_reason", "to": "length"}, Answer(), api)
    assert (made.reason, made.text) == (LENGTHS[api], Answer().text)
    assert both({"type": "finish_reason", "to": "odd"}, Answer(), api).reason == "odd"
