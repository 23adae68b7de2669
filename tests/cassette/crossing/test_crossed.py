from dataclasses import replace

from fakeai_proxy.cassette.crossing import crossed
from fakeai_proxy.cassette.interaction import Chunk

from .told import COUNTED, STREAM, WHOLE, events, stream, value, whole

PATH = "/chat/completions"
DELTA = b'data: {"choices": [{"index": 0, "delta": {"content": "Hi"}}]}\n\n'
END = b'data: {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n'


def test_a_stream_is_whole_when_it_has_ended():
    found = crossed(stream(DELTA[:20], DELTA[20:], END), PATH, WHOLE)
    assert found
    assert (found.kind, found.end_ns, found.head_ns) == ("http", 30, 5)
    assert [chunk.ns for chunk in found.chunks] == [30]
    assert dict(found.headers) == {"content-type": "application/json", "x-request-id": "req_1"}
    assert value(found)["choices"][0]["message"]["content"] == "Hi"


def test_events_of_a_body_come_when_it_came():
    found = crossed(whole({"choices": [{"index": 0, "message": {"content": "Hi you"}}]}), PATH, STREAM)
    assert found
    assert found.kind == "sse"
    assert {chunk.ns for chunk in found.chunks} == {20}
    assert [event["choices"][0]["delta"] for event in events(found)][1:3] == [
        {"content": "Hi"},
        {"content": " you"},
    ]


def test_counts_stay_for_whom_asked_for_them():
    counted = stream(DELTA, b'data: {"choices": [], "usage": {"total_tokens": 1}}\n\n', END)
    assert crossed(counted, PATH, COUNTED) is counted


def test_what_stays_keeps_its_time():
    counted = stream(DELTA, b'data: {"choices": [], "usage": {"total_tokens": 1}}\n\n', END)
    found = crossed(counted, PATH, STREAM)
    assert found
    assert [chunk.ns for chunk in found.chunks] == [10, 30, 30]


def test_an_error_in_a_stream_is_one_of_the_whole():
    found = crossed(stream(DELTA, b'data: {"error": {"message": "overloaded"}}\n\n'), PATH, WHOLE)
    assert found
    assert (found.status, value(found)) == (500, {"error": {"message": "overloaded"}})


def test_an_error_is_the_same_either_way():
    refused = replace(whole({"error": {}}), status=429)
    assert crossed(refused, PATH, STREAM) is refused


def test_what_nobody_can_tell():
    assert crossed(whole({"choices": []}), "/v1/embeddings", STREAM) is None
    for body in (b"no JSON", b"[]", b'{"choices": [{"message": 1}]}'):
        assert crossed(replace(whole({}), chunks=(Chunk(1, body),)), PATH, STREAM) is None
