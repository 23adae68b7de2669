from fakeai_proxy.endpoints.assistants.asked import called_in, chat_of, heard, read_of
from fakeai_proxy.endpoints.assistants.messages import added
from tests.endpoints.asking import context, services

FACTS = {
    "model": "gpt-4o",
    "instructions": "Be kind.",
    "turns": [],
    "tools": [],
    "truncation_strategy": {"type": "auto", "last_messages": None},
    "response_format": "auto",
    "tool_choice": "auto",
    "parallel_tool_calls": True,
    "reasoning_effort": None,
    "temperature": 1.0,
    "max_prompt_tokens": None,
}
PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")


def filled(to, *contents):
    store, asking = to.resources, context(to)
    thread = store.create(asking.owner, "thread", "0" * 32, {"tool_resources": {}, "metadata": {}})
    for content in contents:
        added({"role": "user", "content": content}, thread, asking)
    return thread, asking


def test_instructions_then_the_thread_then_calls():
    thread, asking = filled(services(), "Hi", "Ho")
    calls = [{"id": "call_a", "name": "f", "arguments": "{}"}]
    turns = [{"calls": calls, "outputs": {"call_a": "x"}}]
    messages = heard({**FACTS, "turns": turns}, thread, asking)
    assert [one["role"] for one in messages] == ["developer", "user", "user", "assistant", "tool"]
    assert [*called_in({"calls": [], "outputs": None})] == []
    cut = {"type": "last_messages", "last_messages": 1}
    assert [one["content"] for one in heard({**FACTS, "truncation_strategy": cut}, thread, asking)] == [
        "Be kind.",
        "Ho",
    ]


def test_images_are_seen_and_files_that_are_gone_are_not():
    to = services()
    file = to.resources.create(
        context(to).owner, "file", "1" * 32, {"purpose": "vision", "filename": "a.png"}
    )
    to.resources.blobs.append(file.id, PIXEL)
    parts = [{"type": "image_file", "image_file": {"file_id": id}} for id in (file.id, "file-x")]
    thread, asking = filled(to, [{"type": "text", "text": "What?"}, *parts])
    text, image = heard(FACTS, thread, asking)[1]["content"]
    assert (text["text"], image["type"]) == ("What?", "image_url")
    assert image["image_url"]["url"].startswith("data:image/png;base64,iVBOR")


def test_only_functions_are_called_by_the_client():
    tools = [{"type": "file_search"}, {"type": "function", "function": {"name": "f"}}]
    assert chat_of({**FACTS, "tools": tools}, []).tools == tools[1:]
    assert (
        chat_of({**FACTS, "tools": tools, "tool_choice": {"type": "file_search"}}, []).tool_choice == "none"
    )


def test_the_oldest_messages_give_way():
    thread, asking = filled(services(), "word " * 500, "Hi")
    model = asking.model("gpt-4o")
    whole, cut = (
        read_of({**FACTS, "max_prompt_tokens": most}, thread, model, asking) for most in (None, 256)
    )
    assert whole.prompt.tokens > 256 >= cut.prompt.tokens
    assert cut.chat.messages[0]["content"] == "Be kind."
