import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire import assistants as wire
from fakeai_proxy.wire.validation import validate


@pytest.mark.parametrize(
    "choice", ["auto", {"type": "file_search"}, {"type": "function", "function": {"name": "f"}}]
)
def test_choices_of_tools(choice: object) -> None:
    asked = validate(wire.RunRequest, {"assistant_id": "a", "tool_choice": choice}, strict=True)
    assert asked.tool_choice == choice


def test_a_second_store_is_refused() -> None:
    resources = {"file_search": {"vector_store_ids": ["a", "b"]}}
    with pytest.raises(ApiError) as refusal:
        validate(wire.ThreadRequest, {"tool_resources": resources}, strict=True)
    assert refusal.value.param == "tool_resources.file_search.vector_store_ids"
