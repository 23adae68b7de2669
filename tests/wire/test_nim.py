import json

import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire.nim import RankingRequest
from fakeai_proxy.wire.validation import validate
from tests.playbook import body, head


def test_all_that_is_wrong_is_listed() -> None:
    with pytest.raises(ApiError) as refused:
        validate(RankingRequest, {"query": {"text": ""}, "passages": 1}, strict=False)
    steps = refused.value.steps
    assert head(steps).status == refused.value.status == 422
    places = [one["loc"] for one in json.loads(body(steps))["detail"]]
    assert ["body", "model"] in places
    assert ["body", "passages"] in places
