from __future__ import annotations

import json

import pytest

from fakeai_proxy.faults.base import RequestFault
from fakeai_proxy.mutations import mutation_of
from tests.faults.hits import asking, hit_of
from tests.faults.payload.answers import APIS, Answer, Api

from .played import both


@pytest.mark.parametrize("api", APIS)
def test_the_answer_is_of_another_model(api: Api) -> None:
    assert both({"type": "model", "to": "m"}, Answer(), api).model == "m"
    assert both({"type": "model", "to": "m", "only": "claude*"}, Answer(), api).model == Answer().model


def test_another_model_is_asked() -> None:
    mutation = mutation_of({"type": "model", "to": "m", "of": "request", "only": "gpt-4o"})
    assert isinstance(mutation, RequestFault)
    changed = mutation.change(hit_of(asking(stream=True)))
    assert json.loads(changed.body) == {**json.loads(asking(stream=True).body), "model": "m"}
    other = hit_of(asking(model="o3"))
    assert mutation.change(other) is other.request
