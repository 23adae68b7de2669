import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire.anthropic import MessagesRequest, kind_of
from fakeai_proxy.wire.validation import validate


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        ({"type": "text"}, "text"),
        ({"type": "web_search_tool_result"}, "server"),
        ({"type": "server_tool_use"}, "server"),
        ({"type": "x"}, "x"),
        ({"type": 1}, None),
        ("x", None),
    ],
)
def test_the_tag_of_a_block(block: object, kind: str | None) -> None:
    assert kind_of(block) == kind


def test_refusals_are_worded_as_pydantic_has_them() -> None:
    with pytest.raises(ApiError, match=r"^model: Field required$"):
        validate(MessagesRequest, {}, strict=True)
    with pytest.raises(ApiError, match="Input should be a valid dictionary"):
        validate(MessagesRequest, [], strict=True)
