import pytest
from pydantic import ValidationError

from fakeai_proxy.wire.rag import RagRequest


def test_five_documents_unless_told_otherwise() -> None:
    assert RagRequest.model_validate({"query": "x"}).top_k == 5
    with pytest.raises(ValidationError):
        RagRequest.model_validate({"query": "x", "top_k": 0})
