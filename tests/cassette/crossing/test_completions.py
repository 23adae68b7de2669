import pytest

from fakeai_proxy.cassette.crossing import crossed
from fakeai_proxy.cassette.crossing.completions import FAMILY

from .told import COUNTED, STREAM, WHOLE, events, there_and_back, told, value

PATH = "/v1/completions"
ASKED = {"model": "gpt-3.5-turbo-instruct", "prompt": "The sea", "max_tokens": 8}


@pytest.mark.parametrize("more", [{}, {"n": 2, "logprobs": 2}])
def test_a_stream_says_what_the_whole_answer_says(more):
    whole = told(PATH, **ASKED, **more)
    streamed = told(PATH, **ASKED, **more, stream=True, stream_options={"include_usage": True})
    found, body = value(crossed(streamed, PATH, WHOLE)), value(whole)
    assert found | {"id": ""} == body | {"id": ""}
    assert there_and_back(PATH, body) == body


def test_counts_are_told_to_whom_asked_for_them():
    whole = told(PATH, **ASKED)
    assert events(crossed(whole, PATH, COUNTED))[-1]["usage"] == value(whole)["usage"]
    assert not any("usage" in event for event in events(crossed(whole, PATH, STREAM)))


def test_a_stream_without_an_end_is_no_answer():
    assert FAMILY.whole([{"choices": [{"index": 0, "text": "a", "finish_reason": None}]}]) is None
    assert FAMILY.whole([]) is None
