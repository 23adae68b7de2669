import pytest

from tests.endpoints.asking import services, told

from .claude import HELLO, WEATHER, post

USER = {"role": "user", "content": "Hi"}
CALL = {"role": "assistant", "content": [{"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}}]}
RESULT = {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "x"}]}
MARKED = {"type": "text", "text": "x", "cache_control": {"type": "ephemeral"}}
THINKS = {"type": "enabled", "budget_tokens": 1024}
LONG = {"role": "user", "content": "word " * 210_000}
TO = services()

WRONG = [
    ({"model": None}, "model: Input should be a valid string"),
    ({"max_tokens": "9"}, "max_tokens: Input should be a valid integer"),
    ({"messages": "x"}, "messages: Input should be a valid list"),
    (
        {"messages": [{"role": "x", "content": "y"}]},
        "messages.0.role: Input should be 'user', 'assistant' or",
    ),
    ({"messages": [{"role": "user", "content": 1}]}, "messages.0.content: Input should be a valid string"),
    (
        {"messages": [{"role": "user", "content": [{"type": "x"}]}]},
        "messages.0.content.0: Input tag 'x' found",
    ),
    ({"messages": [{"role": "user", "content": [{}]}]}, "messages.0.content.0.type: Field required"),
    (
        {"messages": [{"role": "user", "content": ""}]},
        "messages.0: user messages must have non-empty content",
    ),
    (
        {"messages": [{"role": "user", "content": [{"type": "text", "text": ""}]}]},
        "messages: text content blocks must be non-empty",
    ),
    ({"foo": 1}, "foo: Extra inputs are not permitted"),
    ({"temperature": 1.5}, "temperature: Input should be less than or equal to 1"),
    (
        {"max_tokens": 10**6},
        "max_tokens: 1000000 > 128000, which is the maximum allowed number of output tokens",
    ),
    ({"stop_sequences": [" "]}, "stop_sequences: each stop sequence must contain non-whitespace"),
    ({"tools": [{"name": "f"}]}, "tools.0.custom.input_schema: Field required"),
    ({"tool_choice": {"type": "any"}}, "tool_choice: may only be specified while providing tools"),
    ({"tools": [WEATHER], "tool_choice": {"type": "tool", "name": "f"}}, "Tool 'f' not found"),
    ({"tools": [WEATHER], "tool_choice": {"type": "tool"}}, "tool_choice.tool.name: Field required"),
    (
        {"tools": [WEATHER], "tool_choice": {"type": "any"}, "thinking": THINKS, "max_tokens": 2000},
        "Thinking may not be enabled when tool_choice forces tool use.",
    ),
    (
        {"thinking": {"type": "enabled", "budget_tokens": 9}},
        "thinking.enabled.budget_tokens: Input should be",
    ),
    ({"thinking": THINKS}, "`max_tokens` must be greater than `thinking.budget_tokens`."),
    ({"thinking": THINKS, "max_tokens": 2000, "temperature": 0.5}, "`temperature` may only be set to 1"),
    ({"thinking": THINKS, "max_tokens": 2000, "top_k": 5}, "`top_k` must be unset"),
    ({"model": "claude-3-haiku", "thinking": THINKS, "max_tokens": 2000}, "thinking: 'claude-3-haiku"),
    ({"messages": [USER, {"role": "assistant", "content": "I"}]}, "This model does not support assistant"),
    (
        {"model": "claude-sonnet-4-5", "messages": [USER, {"role": "assistant", "content": "I "}]},
        "messages: final assistant content cannot end with trailing whitespace",
    ),
    ({"messages": [USER, CALL, USER]}, "messages.1: `tool_use` ids were found without `tool_result` blocks"),
    ({"messages": [USER, RESULT]}, "messages.1.content.0: unexpected `tool_use_id` found in `tool_result`"),
    ({"messages": [{"role": "user", "content": [MARKED] * 5}]}, "A maximum of 4 blocks with cache_control"),
    (
        {"model": "claude-haiku-4-5", "messages": [LONG]},
        "prompt is too long: ",
    ),
]


@pytest.mark.parametrize(("fields", "message"), WRONG)
def test_what_is_refused(fields: dict, message: str) -> None:
    refusal = told(post(HELLO | fields, TO), 400)
    assert refusal["error"]["type"] == "invalid_request_error"
    assert refusal["error"]["message"].startswith(message)
    assert refusal["request_id"].startswith("req_")


def test_earlier_models_go_on_from_what_they_are_given() -> None:
    messages = [USER, {"role": "assistant", "content": "I"}]
    assert told(post(HELLO | {"model": "claude-sonnet-4-5", "messages": messages}, TO))["content"]
