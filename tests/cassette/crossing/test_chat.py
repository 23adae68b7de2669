import pytest

from fakeai_proxy.cassette.crossing import crossed
from fakeai_proxy.cassette.crossing.chat import FAMILY

from .told import COUNTED, STREAM, WHOLE, events, stream, text, there_and_back, told, value

PATH = "/v1/chat/completions"
ASKED = {
    "model": "gpt-4o",
    "messages": [{"role": "user", "content": "Tell me about the sea"}],
    "max_tokens": 12,
}
COUNTS = {"include_usage": True}


@pytest.mark.parametrize(
    "more", [{}, {"n": 3, "logprobs": True, "top_logprobs": 2}, {"model": "deepseek-ai/deepseek-r1"}]
)
def test_a_stream_says_what_the_whole_answer_says(more):
    """As the simulator tells one and the other."""
    asked = ASKED | more
    whole = told(PATH, **asked)
    streamed = told(PATH, **asked, stream=True, stream_options=COUNTS)
    assert _plain(value(crossed(streamed, PATH, WHOLE))) == _plain(value(whole))
    assert _plain(there_and_back(PATH, value(whole))) == _plain(value(whole))


def _plain(body):
    """Without what no stream has, and the id, which is another one each time."""
    body = {name: value for name, value in body.items() if name != "id"}
    for choice in body["choices"]:
        choice["message"].pop("annotations", None)
        choice.setdefault("logprobs", None)
    return body


def test_tool_calls_are_put_together_and_taken_apart():
    calls = [
        {
            "id": f"call_{name}",
            "type": "function",
            "function": {"name": name, "arguments": '{"city": "Oslo"}'},
        }
        for name in ("weather", "time")
    ]
    message = {"role": "assistant", "content": None, "refusal": None, "tool_calls": calls}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "tool_calls"}
    body = {"id": "chatcmpl-1", "object": "chat.completion", "choices": [choice]}
    assert there_and_back(PATH, body) == body
    deltas = [
        {
            "tool_calls": [
                {"index": 0, "id": "call_a", "type": "function", "function": {"name": "f", "arguments": ""}}
            ]
        },
        {"tool_calls": [{"index": 0, "function": {"arguments": '{"a":'}}]},
        {"tool_calls": [{"index": 0, "function": {"arguments": "1}"}}]},
    ]
    chunks = [{"choices": [{"index": 0, "delta": delta}]} for delta in deltas]
    found = FAMILY.whole([*chunks, {"choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}]}])
    assert found["choices"][0]["message"]["tool_calls"] == [
        {"id": "call_a", "type": "function", "function": {"name": "f", "arguments": '{"a":1}'}}
    ]


def test_counts_are_told_to_whom_asked_for_them():
    counted = told(PATH, **ASKED, stream=True, stream_options=COUNTS)
    plain = crossed(counted, PATH, STREAM)
    assert not any("usage" in event for event in events(plain))
    assert text(plain).endswith(b"data: [DONE]\n\n")
    assert len(events(plain)) == len(events(counted)) - 1
    whole = told(PATH, **ASKED)
    assert events(crossed(whole, PATH, COUNTED))[-1]["usage"] == value(whole)["usage"]
    assert not any("usage" in event for event in events(crossed(whole, PATH, STREAM)))


def test_a_stream_without_an_end_is_no_answer():
    assert (
        crossed(stream(b'data: {"choices": [{"index": 0, "delta": {"content": "a"}}]}\n\n'), PATH, WHOLE)
        is None
    )
