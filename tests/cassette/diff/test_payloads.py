from fakeai_proxy.cassette.diff.payloads import Payload, done, payloads
from tests.cassette.diff.replies import chunk, spoken, streamed, whole


def test_of_a_whole_reply() -> None:
    assert payloads(whole({"a": 1})) == [Payload("", {"a": 1})]
    assert payloads(whole(None, body=b"RIFF")) == [Payload("", None)]


def test_of_a_stream_with_the_names_of_its_events() -> None:
    named = streamed({"type": "ping"}, named=True, done=False)
    assert payloads(named) == [Payload("ping", {"type": "ping"})]
    assert payloads(streamed({"type": "ping"}, done=False)) == payloads(named)
    assert payloads(streamed(chunk())) == [Payload("", chunk()), Payload("", None)]


def test_of_an_event_that_no_blank_line_ends() -> None:
    assert payloads(whole(None, kind="sse", body=b'data: {"a": 1}')) == [Payload("", {"a": 1})]


def test_of_lines_and_of_a_websocket() -> None:
    assert payloads(whole(None, kind="ndjson", body=b'{"a": 1}\n\n{"a": 2}')) == [
        Payload("", {"a": 1}),
        Payload("", {"a": 2}),
    ]
    assert payloads(spoken({"type": "a"}, {"type": "b"})) == [
        Payload("a", {"type": "a"}),
        Payload("b", {"type": "b"}),
    ]


def test_done() -> None:
    assert done(streamed(chunk())) is True
    assert done(streamed(chunk(), done=False)) is False
    assert done(whole({})) is None
