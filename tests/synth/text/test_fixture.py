from typing import Any

import pytest

from fakeai_proxy.core.errors import ApiError, SettingsError
from fakeai_proxy.synth.text.fixture import fixture
from fakeai_proxy.synth.text.script import Script, ScriptedCall


def test_every_condition_that_is_set_has_to_fit() -> None:
    made = fixture({"model": "gpt-4o*", "contains": "Paris", "matches": r"\bin \w+", "answer": "Yes."})
    assert made.fits("gpt-4o-mini", "What is in Paris?")
    assert not made.fits("o3", "What is in Paris?")
    assert not made.fits("gpt-4o", "What is in Rome?")
    assert not made.fits("gpt-4o", "What is Paris?")


@pytest.mark.parametrize(
    ("given", "script"),
    [
        ("Yes.", Script("Yes.")),
        ({"text": "Yes.", "reasoning": "Hm."}, Script("Yes.", "Hm.")),
        ({"refusal": "No."}, Script("No.", refused=True)),
        ({"generator": "echo"}, "echo"),
        (
            {"tool_calls": [{"name": "add", "arguments": {"a": 1}}, {"name": "raw", "arguments": "{}"}]},
            Script(calls=(ScriptedCall("add", '{"a":1}'), ScriptedCall("raw", "{}"))),
        ),
    ],
)
def test_answers(given: Any, script: Any) -> None:
    (answer,) = fixture({"answer": given}).script
    assert answer.script == script


def test_errors_are_raised() -> None:
    error = {"status": 429, "code": "slow_down", "type": "requests", "param": "n", "retry_after": 7}
    first, second = fixture({"answers": [{"error": error}, {"error": {"status": 599}}]}).script
    with pytest.raises(ApiError, match="Too Many Requests") as raised:
        assert first.script
    made = raised.value
    assert (made.status, made.code, made.type, made.param) == (429, "slow_down", "requests", "n")
    assert made.headers == (("retry-after", "7"),)
    with pytest.raises(ApiError, match="HTTP 599"):
        assert second.script


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("Yes.", "is a table"),
        ({}, "either answer or answers"),
        ({"answer": "a", "answers": ["b"]}, "either answer or answers"),
        ({"answers": []}, "at least 1 item"),
        ({"answer": {}}, "one of text, refusal"),
        ({"answer": {"text": "a", "refusal": "b"}}, "one of text, refusal"),
        ({"answer": {"generator": "fixtures"}}, "answer.generator"),
        ({"answer": {"error": {"status": 200}}}, "answer.error.status"),
        ({"answer": "a", "matches": "("}, "matches"),
        ({"answer": "a", "containing": "x"}, "did you mean 'contains'"),
        ({"answer": "a", "ordinal": 0}, "ordinal"),
    ],
)
def test_what_is_no_fixture(wrong: Any, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        fixture(wrong)
