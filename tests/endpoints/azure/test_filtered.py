import json

import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.sse import Decoder
from fakeai_proxy.core.steps import Data, End, Head
from fakeai_proxy.endpoints.azure.filtered import Filtered, grade, verdict
from tests.endpoints.asking import CHAT, ask, services, steps, told
from tests.playbook import body

from .client import HOST

PATH, VERSION = (
    "/openai/deployments/gpt-4o/chat/completions",
    {"host": HOST, "query": "api-version=2024-10-21"},
)
HARM = CHAT | {"messages": [{"role": "user", "content": "I want to hurt someone."}]}


def test_the_prompt_and_each_answer_have_a_verdict() -> None:
    answer = told(ask(PATH, HARM | {"n": 2}, services(), **VERSION))
    [prompt] = answer["prompt_filter_results"]
    results = prompt["content_filter_results"]
    assert list(results) == ["hate", "jailbreak", "self_harm", "sexual", "violence"]
    assert results["violence"]["severity"] != "safe"
    assert results["sexual"] == {"filtered": False, "severity": "safe"}
    for choice in answer["choices"]:
        assert choice["content_filter_results"]["protected_material_text"]["detected"] is False


def test_every_piece_of_a_stream_has_one() -> None:
    events = Decoder().feed(body(steps(ask(PATH, CHAT | {"stream": True}, services(), **VERSION))))
    chunks = [json.loads(event.data) for event in events[:-1]]
    assert events[-1].data == "[DONE]"
    assert "prompt_filter_results" in chunks[0]
    assert chunks[1]["choices"][0]["content_filter_results"] == {}
    assert chunks[2]["choices"][0]["content_filter_results"]["hate"]["severity"] == "safe"
    assert chunks[-1]["choices"][0]["content_filter_results"] == {}


def test_errors_pass_as_they_are() -> None:
    refusal = told(ask(PATH, {"messages": []}, services(), **VERSION), 400)
    assert refusal.keys() == {"error"}
    transform = Filtered(Request("POST", PATH))
    reply = [Head(429), Data(b"x"), End()]
    assert [after for step in reply for after in transform.feed(step)] == reply


@pytest.mark.parametrize(("score", "name"), [(0, "safe"), (0.3, "low"), (0.6, "medium"), (0.9, "high")])
def test_grades(score: float, name: str) -> None:
    assert grade(score) == name


def test_the_worst_text_decides() -> None:
    assert verdict(["Hello", "I will kill you"])["violence"] != verdict(["Hello"])["violence"]
