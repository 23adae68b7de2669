from fakeai_proxy.endpoints.messages.as_chat import chat_of, messages_of
from fakeai_proxy.wire.anthropic import MessagesRequest

from .claude import WEATHER

PIXEL = {"type": "base64", "media_type": "image/png", "data": "AAAA"}


def body(*messages, **fields) -> MessagesRequest:
    return MessagesRequest.model_validate({"model": "m", "max_tokens": 9, "messages": [*messages], **fields})


def user(*blocks):
    return {"role": "user", "content": list(blocks)}


def test_calls_and_results() -> None:
    call = {"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}}
    assistant = {"role": "assistant", "content": [{"type": "text", "text": "Let me see."}, call]}
    result = {"type": "tool_result", "tool_use_id": "t", "content": [{"type": "text", "text": "21"}]}
    said = messages_of(body(assistant, user(result, {"type": "text", "text": "Well?"})))
    assert said == [
        {"role": "system", "content": "Well?"},
        {
            "role": "assistant",
            "content": "Let me see.",
            "tool_calls": [
                {"id": "t", "type": "function", "function": {"name": "f", "arguments": '{"a":1}'}}
            ],
        },
        {"role": "tool", "tool_call_id": "t", "content": "21"},
    ]


def test_tools_come_before_the_system_prompt() -> None:
    chat = chat_of(body(user({"type": "text", "text": "Hi"}), system="Be brief.", tools=[WEATHER]))
    assert [message["content"] for message in chat.messages] == ["", "Be brief.", "Hi"]
    assert chat.tools
    assert chat.tools[0]["function"]["parameters"] == WEATHER["input_schema"]


def test_images_and_documents() -> None:
    documents = [
        {
            "type": "document",
            "title": "T",
            "source": {"type": "text", "media_type": "text/plain", "data": "D"},
        },
        {"type": "document", "source": {"type": "content", "content": "C"}},
        {"type": "document", "source": {**PIXEL, "media_type": "application/pdf"}},
        {"type": "document", "source": {"type": "url", "url": "https://x.org/y.pdf"}},
        {"type": "document", "source": {"type": "file", "file_id": "f1"}},
        {"type": "search_result", "source": "S", "title": "U", "content": [{"type": "text", "text": "V"}]},
        {"type": "server_tool_use", "id": "s", "name": "web_search", "input": {}},
    ]
    images = [
        {"type": "image", "source": source}
        for source in (PIXEL, {"type": "url", "url": "https://x"}, {"type": "file", "file_id": "f"})
    ]
    [message] = messages_of(body(user(*images, *documents)))
    texts = [part["text"] for part in message["content"] if part["type"] == "text"]
    assert texts[:6] == ["T", "D", "C", "U", "S", "V"]
    assert '"server_tool_use"' in texts[6]
    assert [
        part.get("image_url") or part.get("file") for part in message["content"] if "text" not in part
    ] == [
        {"url": "data:image/png;base64,AAAA"},
        {"url": "https://x"},
        {"url": "", "file_id": "f"},
        {"file_data": "data:application/pdf;base64,AAAA"},
        {"file_url": "https://x.org/y.pdf"},
        {"file_id": "f1"},
    ]


def test_thoughts_are_not_read_again() -> None:
    thought = {"type": "thinking", "thinking": "Hm.", "signature": "s"}
    said = messages_of(body({"role": "assistant", "content": [thought, {"type": "text", "text": "Yes."}]}))
    assert said == [{"role": "assistant", "content": "Yes."}]
