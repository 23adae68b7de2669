from __future__ import annotations

from fakeai_proxy.wire.chat import ChatRequest
from fakeai_proxy.wire.completions import CompletionRequest
from fakeai_proxy.wire.extensions import ENGINE_PARAMETERS


def test_they_are_none_of_those_that_are_acted_upon() -> None:
    acted_upon = {*ChatRequest.model_fields, *CompletionRequest.model_fields}
    assert not ENGINE_PARAMETERS & acted_upon
