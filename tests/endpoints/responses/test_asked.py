import pytest

from fakeai_proxy.catalog import Catalog
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.responses.asked import heard_of, read_of
from fakeai_proxy.endpoints.responses.items import given
from fakeai_proxy.wire.responses import CountRequest
from tests.endpoints.asking import ask, context, services, told

GPT_4 = Catalog.load().use("gpt-4")
LONG = [{"role": "user", "content": "word " * 3_000} for _ in range(4)]


def read(truncation, *items):
    body = CountRequest(truncation=truncation, instructions="Be brief")
    return read_of(body, given([*LONG, *items], "0" * 32), GPT_4, context())


def test_as_few_as_make_room_are_dropped():
    found = read("auto", {"role": "user", "content": "Hi"})
    assert [message["role"] for message in found.chat.messages] == ["developer", "user", "user", "user"]
    assert found.room == GPT_4.context_window - found.prompt.tokens


def test_no_result_is_left_without_its_call():
    call = {"type": "function_call", "call_id": "1", "name": "f", "arguments": "word " * 6_000}
    output = {"type": "function_call_output", "call_id": "1", "output": "word " * 3_000}
    found = read("auto", call, output, {"role": "user", "content": "Hi"})
    assert [message["role"] for message in found.chat.messages] == ["developer", "user"]


def test_nothing_is_dropped_unasked():
    with pytest.raises(ApiError, match="exceeds the context window"):
        read("disabled")


def test_it_counts_as_the_chat_does():
    to = services()
    body = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Tell me about Paris."}]}
    chat = told(ask("/v1/chat/completions", body, to))
    response = told(ask("/v1/responses", {"model": "gpt-4o", "input": "Tell me about Paris."}, to))
    assert response["usage"]["input_tokens"] == chat["usage"]["prompt_tokens"]


def test_what_is_new_comes_after_what_was_said():
    heard = heard_of(CountRequest(input="Hi"), "0" * 32, context())
    assert (heard.before, [item["role"] for item in heard.items]) == ([], ["user"])
