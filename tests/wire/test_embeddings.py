from typing import get_type_hints

from openai.types import embedding_create_params as sdk

from fakeai_proxy.wire.embeddings import EmbeddingRequest


def test_every_parameter_of_the_sdk_is_known():
    assert get_type_hints(sdk.EmbeddingCreateParams).keys() <= EmbeddingRequest.known


def test_two_thousand_and_forty_eight_inputs_are_the_most():
    assert EmbeddingRequest(model="m", input=["x"] * 2048)
