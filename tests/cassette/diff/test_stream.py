from typing import Any

import pytest

from fakeai_proxy.cassette.diff.payloads import payloads
from fakeai_proxy.cassette.diff.stream import finish, grammar, stream
from fakeai_proxy.cassette.recording import Answered
from tests.cassette.diff.replies import chat, chunk, spoken, streamed, whole

ROLE, TEXT, STOP = chunk(role="assistant", content=""), chunk(content="Hi"), chunk("stop")
USAGE = {"choices": [], "usage": {"prompt_tokens": 1}}
RESPONSES = [
    {"type": name, **more}
    for name, more in (
        ("response.created", {"response": {"status": "in_progress"}}),
        ("response.output_text.delta", {"delta": "Hi"}),
        ("response.completed", {"response": {"status": "completed"}}),
    )
]


def kinds(before: Answered, after: Answered) -> list[tuple[str, str]]:
    return [(one.kind, one.pointer) for one in stream(before, after)]


def test_the_grammar_of_a_chat_does_not_depend_on_how_it_is_cut() -> None:
    apart = streamed(ROLE, TEXT, TEXT, STOP, USAGE)
    together = streamed(chunk(role="assistant", content="Hi"), chunk("stop", content="!"), USAGE)
    assert grammar(payloads(apart)) == ["role", "content", "finish", "usage"]
    assert kinds(apart, together) == []


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (streamed(ROLE, TEXT, STOP, USAGE), []),
        (streamed(ROLE, TEXT, STOP), [("event_removed", "usage")]),
        (streamed(USAGE, ROLE, TEXT, STOP), [("event_order", "events")]),
        (streamed(ROLE, TEXT, STOP, USAGE, done=False), [("done_missing", "[DONE]")]),
        (streamed(ROLE, TEXT, chunk("length"), USAGE), [("finish_changed", "finish")]),
        (streamed(ROLE, TEXT, STOP, USAGE, {"type": "ping"}), [("event_added", "ping")]),
        (streamed(ROLE, chunk(reasoning="Hm"), TEXT, STOP, USAGE), [("event_varied", "reasoning")]),
        (streamed(ROLE, TEXT, STOP, USAGE, {"error": {"message": "x"}}), [("stream_error", "error")]),
        (whole(chat()), [("form_changed", "kind")]),
    ],
)
def test_changes_of_a_stream(after: Answered, found: list[Any]) -> None:
    assert kinds(streamed(ROLE, TEXT, STOP, USAGE), after) == found


def test_a_done_that_was_not_there() -> None:
    assert kinds(streamed(TEXT, done=False), streamed(TEXT)) == [("done_added", "[DONE]")]


def test_why_a_reply_ended() -> None:
    anthropic = {"type": "message_delta", "delta": {"stop_reason": "end_turn"}}
    many = {"choices": [{"index": 1, "finish_reason": "length"}, {"index": 0, "finish_reason": "stop"}]}
    assert finish(payloads(streamed(*RESPONSES, named=True))) == "completed"
    assert finish(payloads(streamed(anthropic, named=True))) == "end_turn"
    assert finish(payloads(whole(many))) == "stop, length"
    assert finish(payloads(whole({"object": "response", "status": "incomplete"}))) == "incomplete"
    assert finish(payloads(whole([1]))) is None


def test_websockets_have_a_grammar_too() -> None:
    assert kinds(spoken({"type": "a"}, {"type": "b"}), spoken({"type": "a"})) == [("event_removed", "b")]
