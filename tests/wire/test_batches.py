import inspect
import typing

from openai.types import batch_create_params

from fakeai_proxy.wire.batches import BatchRequest, Endpoint


def test_it_takes_what_the_sdk_sends():
    sent = typing.get_type_hints(batch_create_params.BatchCreateParams)
    assert set(sent) == set(BatchRequest.model_fields)
    source = inspect.getsource(batch_create_params)
    assert [one for one in typing.get_args(Endpoint) if f'"{one}"' not in source] in ([], ["/v1/videos"])
