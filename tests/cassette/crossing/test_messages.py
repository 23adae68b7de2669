from fakeai_proxy.cassette.crossing import crossed
from fakeai_proxy.cassette.crossing.messages import FAMILY

from .told import STREAM, events, there_and_back, whole

PATH = "/v1/messages"
BODY = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "claude-sonnet-4",
    "content": [
        {"type": "thinking", "thinking": "Let me see", "signature": "c2ln"},
        {"type": "text", "text": "The sea is wide"},
        {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {"a": [1, 2]}},
        {"type": "tool_use", "id": "toolu_2", "name": "g", "input": {}},
    ],
    "stop_reason": "tool_use",
    "stop_sequence": None,
    "usage": {"input_tokens": 7, "output_tokens": 21},
}


def test_there_and_back():
    assert there_and_back(PATH, BODY) == BODY
    cited = {
        "type": "text",
        "text": "So it says",
        "citations": [{"type": "char_location", "cited_text": "it"}],
    }
    assert there_and_back(PATH, {**BODY, "content": [cited]})["content"] == [cited]


def test_each_block_has_a_start_and_a_stop():
    said = events(crossed(whole(BODY), PATH, STREAM))
    kinds = [event["type"] for event in said]
    assert kinds[0] == "message_start"
    assert kinds[-2:] == ["message_delta", "message_stop"]
    assert kinds.count("content_block_start") == kinds.count("content_block_stop") == 4
    assert said[0]["message"]["content"] == []
    assert said[-2] == {
        "type": "message_delta",
        "delta": {"stop_reason": "tool_use", "stop_sequence": None},
        "usage": {"output_tokens": 21},
    }


def test_only_an_ended_stream_has_an_answer():
    assert FAMILY.whole([{"type": "message_start", "message": BODY}]) is None
