from typing import get_type_hints

from openai.types import completion_create_params as sdk

from fakeai_proxy.wire.completions import CompletionRequest


def test_every_parameter_of_the_sdk_is_known():
    assert get_type_hints(sdk.CompletionCreateParamsStreaming).keys() <= CompletionRequest.known


def test_a_prompt_may_be_left_out():
    assert CompletionRequest(model="m").prompt is None
