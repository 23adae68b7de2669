from typing import get_args, get_type_hints

import pytest
from openai.types.chat import completion_create_params as sdk
from openai.types.shared_params import reasoning_effort

from fakeai_proxy.wire.chat import ChatRequest


def test_every_parameter_of_the_sdk_is_known():
    parameters = get_type_hints(sdk.CompletionCreateParamsStreaming)
    assert parameters.keys() <= ChatRequest.known


@pytest.mark.parametrize("effort", [e for e in get_args(get_args(reasoning_effort.ReasoningEffort)[0]) if e])
def test_every_reasoning_effort_of_the_sdk_is_taken(effort):
    request = {"model": "m", "messages": [{"role": "user", "content": "Hi"}], "reasoning_effort": effort}
    assert ChatRequest.model_validate(request).reasoning_effort == effort


def test_null_means_not_given():
    absent = {name: None for name in ChatRequest.model_fields if name not in ("model", "messages")}
    request = {"model": "m", "messages": [{"role": "user", "content": "Hi"}]}
    assert ChatRequest.model_validate(request | absent) == ChatRequest.model_validate(request)
