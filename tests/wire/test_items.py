import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire.items import kind_of
from fakeai_proxy.wire.responses import ContextRequest, CountRequest
from fakeai_proxy.wire.validation import validate


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ({"role": "user"}, "message"),
        ({"type": "message", "role": "assistant"}, "assistant"),
        ({"id": "msg_1"}, "item_reference"),
        ({"type": "reasoning"}, "reasoning"),
        ({"type": "shell_call", "id": "sh_1"}, "other"),
        ({"type": []}, "other"),
        ("Hi", "other"),
    ],
)
def test_each_is_meant_to_be_of_one_kind(item, kind):
    assert kind_of(item) == kind


def test_what_is_not_looked_at_is_kept():
    item = {"type": "shell_call", "id": "sh_1", "action": {"commands": ["ls"]}}
    assert validate(CountRequest, {"input": [item]}, strict=True).input == [item]


def test_a_refusal_names_the_place():
    body = {"input": [{"role": "user", "content": [{"type": "input_image", "detail": "huge"}]}]}
    with pytest.raises(ApiError) as refused:
        validate(CountRequest, body, strict=True)
    assert refused.value.param == "input[0].content[0].detail"
    assert issubclass(CountRequest, ContextRequest)
