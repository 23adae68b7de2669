import pytest
from jsonschema import Draft202012Validator

from fakeai_proxy.endpoints.messages.tools import tools_of
from tests.endpoints.asking import services

from .claude import WEATHER, Claude

KNOWN = [
    {"type": "bash_20250124", "name": "bash"},
    {"type": "text_editor_20250728", "name": "str_replace_based_edit_tool"},
    {"type": "computer_20250124", "name": "computer", "display_width_px": 800, "display_height_px": 600},
    {"type": "memory_20250818", "name": "memory"},
]


@pytest.mark.parametrize("tool", KNOWN)
def test_tools_whose_input_is_laid_down(tool: dict) -> None:
    [known] = tools_of([tool])
    choice = {"type": "tool", "name": tool["name"]}
    [call] = (
        Claude(services())
        .sync.messages.create(
            model="claude-sonnet-4-6",
            max_tokens=200,
            messages=[{"role": "user", "content": "List the files."}],
            tools=[tool],
            tool_choice=choice,
        )
        .content
    )
    assert call.name == tool["name"]
    Draft202012Validator(known["function"]["parameters"]).validate(call.input)


def test_tools_of_anthropic_itself_are_not_called_by_the_client() -> None:
    search = {"type": "web_search_20250305", "name": "web_search"}
    assert tools_of([search]) == []
    forced = {"type": "tool", "name": "web_search"}
    message = Claude(services()).say(tools=[search, WEATHER], tool_choice=forced)
    assert [block.type for block in message.content] == ["text"]
