import pytest
from openai.types.chat import ChatCompletionMessageParam
from pydantic import TypeAdapter

from fakeai_proxy.wire.messages import Message

MESSAGES = (
    {"role": "system", "content": "Be brief."},
    {"role": "developer", "content": [{"type": "text", "text": "Be brief."}]},
    {"role": "user", "name": "Ann", "content": "Hi"},
    {
        "role": "user",
        "content": [
            {"type": "text", "text": "What is this?"},
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA==", "detail": "low"}},
            {"type": "input_audio", "input_audio": {"data": "AA==", "format": "wav"}},
            {"type": "file", "file": {"file_id": "file-1"}},
        ],
    },
    {"role": "assistant", "content": None, "refusal": "No."},
    {"role": "assistant", "content": [{"type": "refusal", "refusal": "No."}]},
    {
        "role": "assistant",
        "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
    },
    {
        "role": "assistant",
        "tool_calls": [{"id": "call_2", "type": "custom", "custom": {"name": "f", "input": "x"}}],
    },
    {"role": "assistant", "content": None, "function_call": {"name": "f", "arguments": "{}"}},
    {"role": "tool", "tool_call_id": "call_1", "content": "42"},
    {"role": "function", "name": "f", "content": None},
)


@pytest.mark.parametrize("message", MESSAGES)
def test_messages_of_every_role_are_taken_as_they_are(message):
    TypeAdapter(ChatCompletionMessageParam).validate_python(message)
    assert TypeAdapter(Message).validate_python(message) == message


def test_fields_of_other_apis_are_dropped():
    message = {"role": "assistant", "content": "Hi", "reasoning_content": "Hm."}
    assert TypeAdapter(Message).validate_python(message) == {"role": "assistant", "content": "Hi"}
