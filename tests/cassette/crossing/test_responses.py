from fakeai_proxy.cassette.crossing import crossed
from fakeai_proxy.cassette.crossing.responses import FAMILY

from .told import STREAM, events, there_and_back, whole

PATH = "/v1/responses"
BODY = {
    "id": "resp_1",
    "object": "response",
    "status": "completed",
    "usage": {"input_tokens": 3, "output_tokens": 9},
    "output": [
        {"id": "rs_1", "type": "reasoning", "summary": [{"type": "summary_text", "text": "I think so"}]},
        {
            "id": "msg_1",
            "type": "message",
            "status": "completed",
            "role": "assistant",
            "content": [
                {"type": "output_text", "text": "The sea is wide", "annotations": [{"type": "url_citation"}]}
            ],
        },
        {"id": "fc_1", "type": "function_call", "call_id": "call_1", "name": "f", "arguments": '{"a": 1}'},
        {"id": "ws_1", "type": "web_search_call", "status": "completed"},
    ],
}


def test_there_and_back():
    assert there_and_back(PATH, BODY) == BODY


def test_each_item_is_told_from_its_start_to_its_end():
    said = events(crossed(whole(BODY), PATH, STREAM))
    assert [event["sequence_number"] for event in said] == list(range(len(said)))
    assert said[0]["response"] == {**BODY, "status": "in_progress", "output": [], "usage": None}
    kinds = [event["type"].removeprefix("response.") for event in said]
    assert kinds[:2] == ["created", "in_progress"]
    assert kinds[-1] == "completed"
    text = [event["delta"] for event in said if event["type"] == "response.output_text.delta"]
    assert text == ["The", " sea", " is", " wide"]
    assert kinds.count("output_item.added") == kinds.count("output_item.done") == 4
    for kind in (
        "reasoning_summary_text.done",
        "output_text.annotation.added",
        "function_call_arguments.done",
    ):
        assert kinds.count(kind) == 1


def test_only_an_ended_stream_has_an_answer():
    assert FAMILY.whole([{"type": "response.created", "response": BODY}]) is None
    cut = {**BODY, "status": "incomplete"}
    assert there_and_back(PATH, cut) == cut
