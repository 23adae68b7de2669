from fakeai_proxy.core.steps import Data, End, Head, Wait
from fakeai_proxy.endpoints.identity import Identity
from fakeai_proxy.endpoints.replies import standard_headers

from .asking import EMBEDDING, ask, services, steps


def test_the_whole_answer_comes_after_its_wait():
    kinds = [type(step) for step in steps(ask("/v1/embeddings", EMBEDDING, services(ttft_ms=20)))]
    assert kinds == [Wait, Head, Data, End]


def test_no_latency_is_no_wait():
    assert [type(step) for step in steps(ask("/v1/embeddings", EMBEDDING))] == [Head, Data, End]


def test_processing_time_is_in_whole_milliseconds():
    assert ("openai-processing-ms", "12") in standard_headers(Identity("req_1", "1"), 0.0123)
