import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire.conversations import ConversationRequest, ItemsRequest, UpdateRequest
from fakeai_proxy.wire.validation import validate


def test_nothing_is_needed_to_begin():
    assert validate(ConversationRequest, {}, strict=True).items is None


@pytest.mark.parametrize(("model", "param"), [(UpdateRequest, "metadata"), (ItemsRequest, "items")])
def test_what_is_needed_is_named(model, param):
    with pytest.raises(ApiError) as refused:
        validate(model, {}, strict=True)
    assert (refused.value.code, refused.value.param) == ("missing_required_parameter", param)
