from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.chaos.verdict.draft import Draft
from fakeai_proxy.chaos.verdict.families import ANSWERS, error_of, read_event, read_whole
from fakeai_proxy.chaos.verdict.turns import text_digest

NAMES = [
    "type",
    "choices",
    "delta",
    "message",
    "content",
    "tool_calls",
    "function",
    "usage",
    "output",
    "item",
    "error",
]
KINDS = ["message_start", "content_block_delta", "message_stop", "response.completed", "error", "tool_use"]
JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=3) | st.sampled_from(KINDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=20,
)


def events(*values: dict[str, Any]) -> Draft:
    draft = Draft()
    for value in values:
        read_event(value, str(value.get("type", "")), draft)
    return draft


def whole(value: Any, endpoint: str) -> Draft:
    draft = Draft()
    read_whole(value, endpoint, draft)
    return draft


def check(draft: Draft, prompt: int = 5, completion: int = 2) -> None:
    """It says "one two", calls f with {"a": 1} as c1, and has finished."""
    assert draft.text == text_digest("one two")
    (calling,) = draft.calls.values()
    call = calling.call({"f": {"required": ["a"]}}, cut=False)
    assert (call.id, call.name, call.problem) == ("c1", "f", "")
    assert draft.finished
    assert (draft.prompt_tokens, draft.completion_tokens) == (prompt, completion)
    assert draft.error == draft.flaw == ""


def test_a_stream_of_chat() -> None:
    call = {"index": 0, "id": "c1", "function": {"name": "f", "arguments": '{"a"'}}
    more = {"index": 0, "function": {"arguments": ": 1}"}}
    check(
        events(
            {"choices": [{"index": 0, "delta": {"role": "assistant", "content": "one "}}]},
            {"choices": [{"index": 0, "delta": {"content": "two", "tool_calls": [call]}}]},
            {"choices": [{"index": 0, "delta": {"tool_calls": [more]}, "finish_reason": "tool_calls"}]},
            {"choices": [], "usage": {"prompt_tokens": 5, "completion_tokens": 2}},
        )
    )


def test_a_stream_of_messages() -> None:
    tool = {"type": "tool_use", "id": "c1", "name": "f", "input": {}}
    check(
        events(
            {"type": "message_start", "message": {"usage": {"input_tokens": 5, "output_tokens": 1}}},
            {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
            {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "one two"}},
            {"type": "content_block_start", "index": 1, "content_block": tool},
            {"type": "content_block_delta", "index": 1, "delta": {"partial_json": '{"a": 1}'}},
            {"type": "ping"},
            {"type": "message_delta", "delta": {"stop_reason": "tool_use"}, "usage": {"output_tokens": 2}},
            {"type": "message_stop"},
        )
    )


def test_a_stream_of_responses() -> None:
    item = {"type": "function_call", "call_id": "c1", "name": "f"}
    check(
        events(
            {"type": "response.created"},
            {"type": "response.output_text.delta", "output_index": 0, "delta": "one two"},
            {"type": "response.output_item.added", "output_index": 1, "item": item},
            {"type": "response.function_call_arguments.delta", "output_index": 1, "delta": '{"a": 1}'},
            {"type": "response.completed", "response": {"usage": {"input_tokens": 5, "output_tokens": 2}}},
        )
    )


def test_whole_bodies() -> None:
    function = {"name": "f", "arguments": '{"a": 1}'}
    message = {"content": "one two", "tool_calls": [{"id": "c1", "function": function}]}
    usage = {"prompt_tokens": 5, "completion_tokens": 2}
    chat = {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}], "usage": usage}
    check(whole(chat, "/chat/completions"))
    blocks = [
        {"type": "text", "text": "one two"},
        {"type": "tool_use", "id": "c1", "name": "f", "input": {"a": 1}},
    ]
    usage = {"input_tokens": 5, "output_tokens": 2}
    check(whole({"content": blocks, "stop_reason": "tool_use", "usage": usage}, "/messages"))
    output = [
        {"type": "message", "content": [{"type": "output_text", "text": "one two"}]},
        {"type": "function_call", "call_id": "c1", "name": "f", "arguments": '{"a": 1}'},
    ]
    check(whole({"output": output, "status": "completed", "usage": usage}, "/responses"))


def test_a_completion() -> None:
    draft = whole({"choices": [{"index": 0, "text": "one two", "finish_reason": "stop"}]}, "/completions")
    assert (draft.text, draft.finished) == (text_digest("one two"), True)


def test_what_has_not_finished() -> None:
    assert not whole({"choices": []}, "/chat/completions").finished
    assert not whole({"content": [], "stop_reason": "end_turn"}, "/messages").finished
    assert not whole({"output": [], "status": "completed"}, "/responses").finished
    assert not events({"type": "message_start"}).finished
    assert not events({"type": "response.created"}).finished


@pytest.mark.parametrize("value", [{}, [], "text", {"choices": None}, {"data": []}])
def test_what_is_no_reply(value: Any) -> None:
    assert whole(value, "/chat/completions").flaw == "JSON that is no reply of this API"


def test_other_endpoints_may_say_anything() -> None:
    assert whole([], "/models").finished


def test_errors() -> None:
    assert events({"error": {"type": "server_error", "code": None}}).error == "server_error"
    overloaded = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
    assert events(overloaded).error == "overloaded_error"
    assert events({"type": "error", "code": "server_error"}).error == "server_error"
    failed = {"type": "response.failed", "response": {"error": {"code": "rate_limit_exceeded"}}}
    assert events(failed).error == "rate_limit_exceeded"
    assert whole({"error": {"message": "no"}}, "/chat/completions").error == "error"


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"error": {"code": "credit", "type": "insufficient_quota"}}, "insufficient_quota"),
        ({"error": {"code": "rate", "message": "Request too large for gpt-4o"}}, "request_too_large"),
        ({"status": 429, "title": "Too Many Requests"}, "Too Many Requests"),
        ({"error": "overloaded"}, "error"),
        ({"error": {"code": 400, "type": "BadRequestError"}}, "BadRequestError"),
        ({"error": {"code": "x" * 999}}, "x" * 64),
        ([], ""),
    ],
)
def test_names_of_errors(body: Any, name: str) -> None:
    assert error_of(body) == name


def test_events_of_anthropic_have_names() -> None:
    draft = Draft()
    read_event({"type": "message_start"}, "", draft)
    assert draft.flaw == "events without their names"


@given(JSON, st.sampled_from([*ANSWERS, "/files"]))
def test_nothing_that_a_fault_makes_is_too_much(value: Any, endpoint: str) -> None:
    whole(value, endpoint)
    if isinstance(value, dict):
        events(value)
