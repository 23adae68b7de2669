import json
from typing import Any

import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Fetch, Found
from fakeai_proxy.synth.text import TextSettings
from fakeai_proxy.synth.text.script import Question, Script, ScriptedCall
from fakeai_proxy.synth.text.upstream import Upstream, scripts

GIVEN = {"generator": "upstream", "upstream": "http://127.0.0.1:9/v1/"}


def found(content: Any, status: int = 200) -> Found:
    made = Found()
    made.status, made.error = status, ""
    made.body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return made


def fetch(**settings: Any) -> Fetch:
    body = {"messages": [{"role": "user", "content": "Hi"}], "n": 2}
    question = Question("/chat/completions", body, "gpt-4o", "Hi")
    step = next(Upstream(TextSettings(**GIVEN, **settings)).answer(question))
    assert isinstance(step, Fetch)
    return step


def test_what_was_asked_is_asked_of_another_model() -> None:
    asked = fetch(upstream_model="llama3.2", upstream_key="MY_KEY", upstream_seconds=5)
    assert (asked.url, asked.key, asked.timeout) == ("http://127.0.0.1:9/v1/chat/completions", "MY_KEY", 5)
    assert json.loads(asked.body) == {
        "messages": [{"role": "user", "content": "Hi"}], "n": 2, "model": "llama3.2", "stream": False
    }  # fmt: skip
    assert json.loads(fetch().body)["model"] == "gpt-4o"


@pytest.mark.parametrize(
    ("choice", "script"),
    [
        ({"message": {"content": "Hi."}, "finish_reason": "stop"}, Script("Hi.")),
        ({"message": {"content": "Hi"}, "finish_reason": "length"}, Script("Hi", cut=True)),
        ({"message": {"content": "Hi.", "reasoning_content": "Hm."}}, Script("Hi.", "Hm.")),
        ({"message": {"content": [{"text": "Hi."}], "reasoning": "Hm."}}, Script("Hi.", "Hm.")),
        ({"message": {"content": None, "refusal": "No."}}, Script("No.", refused=True)),
        ({"text": " upon a time"}, Script(" upon a time")),
        (
            {"message": {"content": None, "tool_calls": [
                {"type": "function", "function": {"name": "f", "arguments": "{}"}},
                {"type": "custom", "custom": {"name": "c", "input": "x"}},
            ]}},
            Script(calls=(ScriptedCall("f", "{}"), ScriptedCall("c", "x", custom=True))),
        ),
    ],
)  # fmt: skip
def test_its_choices_are_read(choice: Any, script: Script) -> None:
    assert [*scripts(found({"choices": [choice, choice]}))] == [script, script]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Found(), "nobody here asks it"),
        (found({"error": {"message": "sk-secret"}}, 401), "status 401"),
        (found(b"<html>"), "no completion"),
        (found([]), "no completion"),
        (found({"choices": [{"message": "Hi"}]}), "no completion"),
        (found({"choices": []}), "no choice"),
    ],
)
def test_whatever_else_it_says_is_a_502(answer: Found, said: str) -> None:
    with pytest.raises(ApiError, match=said) as raised:
        [*scripts(answer)]
    assert (raised.value.status, raised.value.code) == (502, "upstream_failed")
    assert "secret" not in raised.value.message
