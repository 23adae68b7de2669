import pytest

from benchmarks.client.streams import Stream, chunks


def test_only_events_with_text_are_chunks():
    events = (
        b'data: {"choices":[{"delta":{"role":"assistant","content":""}}]}\n\n'
        b'data: {"choices":[{"delta":{"content":"Hi"}}]}\n\n'
        b'data: {"choices":[{"delta":{"role":null,"content":" you"}}]}\n\n'
        b'data: {"choices":[{"delta":{"content":null}}]}\n\n'
        b'data: {"choices":[{"delta":{}}]}\n\ndata: [DONE]\n\n'
    )
    assert chunks(events) == 2


def test_itl_spans_the_stream_and_gaps_count_joined_chunks_as_zero():
    stream = Stream(sent=1.0, arrivals=[1.5, 2.0, 2.0, 3.5])
    assert stream.ttft == 0.5
    assert stream.itl == pytest.approx(2 / 3)
    assert stream.gaps == [0.5, 0.0, 1.5]
