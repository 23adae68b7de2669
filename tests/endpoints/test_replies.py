from fakeai_proxy.core.steps import Data, End, Head, Wait
from fakeai_proxy.endpoints.identity import Identity
from fakeai_proxy.endpoints.replies import json_reply, standard_headers

from .asking import context
from .runs import planned


def reply(run=None):
    return json_reply({"a": 1}, context(), run)


def test_the_whole_answer_comes_after_all_tokens():
    steps = list(reply(planned(0.5, 0.1)))
    assert [type(step) for step in steps] == [Wait, Wait, Head, Data, End]
    assert steps[3].body == b'{"a":1}'
    assert ("content-length", "7") in steps[2].headers
    assert ("openai-processing-ms", "600") in steps[2].headers


def test_no_latency_is_no_wait():
    run = planned()
    assert [type(step) for step in reply(run)] == [type(step) for step in reply()] == [Head, Data, End]
    assert run.closed


def test_the_run_is_closed_when_the_reply_is_however_far_it_came():
    for pulled in (0, 1, 9):
        run = planned(0.5, 0.1)
        steps = reply(run)
        assert not run.closed
        for _ in zip(range(pulled), steps, strict=False):
            pass
        steps.close()
        assert run.closed


def test_processing_time_is_in_whole_milliseconds():
    assert ("openai-processing-ms", "12") in standard_headers(Identity("req_1", "1"), 0.0123)
