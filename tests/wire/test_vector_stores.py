from typing import Any

import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire.base import RequestModel
from fakeai_proxy.wire.validation import validate
from fakeai_proxy.wire.vector_stores import SearchRequest, StoreFileRequest, VectorStoreRequest


def test_attributes_keep_their_types() -> None:
    sent = {"i": 1, "f": 1.5, "b": True, "t": "1"}
    read = validate(StoreFileRequest, {"file_id": "a", "attributes": sent}, strict=True).attributes
    assert [(name, type(value)) for name, value in (read or {}).items()] == [
        (name, type(value)) for name, value in sent.items()
    ]


@pytest.mark.parametrize(
    ("model", "body", "message"),
    [
        (
            SearchRequest,
            {"query": 3},
            "Invalid type for 'query': expected one of a string or array of strings, but got",
        ),
        (SearchRequest, {"query": ["a"] * 17}, "Invalid 'query': array too long."),
        (VectorStoreRequest, {"file_ids": "a"}, "Invalid type for 'file_ids': expected an array of strings"),
        (
            StoreFileRequest,
            {"file_id": "a", "attributes": {"k": "v" * 513}},
            "Invalid 'attributes.k': string too long.",
        ),
        (
            StoreFileRequest,
            {"file_id": "a", "chunking_strategy": {"type": "static"}},
            "Missing required parameter: 'chunking_strategy.static'.",
        ),
    ],
)
def test_what_is_wrong(model: type[RequestModel], body: Any, message: str) -> None:
    with pytest.raises(ApiError) as refused:
        validate(model, body, strict=True)
    assert refused.value.message.startswith(message)
