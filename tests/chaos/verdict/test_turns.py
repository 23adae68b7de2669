from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.chaos.verdict.turns import Turn, tells_error, text_digest, text_of, turns

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["role", "content", "type", "text"]), inner)
    ),
    max_leaves=12,
)


def roles(body: Any) -> list[tuple[str, str]]:
    return [(turn.role, turn.text) for turn in turns(body)]


CHAT = {
    "messages": [
        {"role": "system", "content": "be brief"},
        {"role": "user", "content": [{"type": "text", "text": "hi"}]},
        {"role": "assistant", "content": None, "tool_calls": [{"id": "c1"}]},
        {"role": "tool", "tool_call_id": "c1", "content": "42"},
    ]
}
MESSAGES = {
    "system": "be brief",
    "messages": [
        {"role": "user", "content": "hi"},
        {"role": "assistant", "content": [{"type": "tool_use", "id": "c1", "name": "f", "input": {}}]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c1", "content": "42"}]},
    ],
}
RESPONSES = {
    "input": [
        {"role": "user", "content": [{"type": "input_text", "text": "hi"}]},
        {"type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c1", "output": "42"},
    ]
}


def test_every_api_says_the_same() -> None:
    assert roles(CHAT) == [("user", "hi"), ("assistant", ""), ("tool", "")]
    assert roles(MESSAGES) == [("user", "hi"), ("assistant", ""), ("user", "")]
    assert roles(RESPONSES) == [("user", "hi"), ("tool", "")]
    assert roles({"input": "hi"}) == [("user", "hi")]


@pytest.mark.parametrize("body", [CHAT, MESSAGES, RESPONSES])
def test_results_of_tools(body: Any) -> None:
    (result,) = [result for turn in turns(body) for result in turn.results]
    assert (result.id, result.reports_error) == ("c1", False)


def test_a_result_that_is_an_error() -> None:
    block = {"type": "tool_result", "tool_use_id": "c1", "content": "boom", "is_error": True}
    (turn,) = turns({"messages": [{"role": "user", "content": [block]}]})
    assert turn.results[0].reports_error


@pytest.mark.parametrize(
    "text", ["Error: no such city", "invalid arguments", '{"error": "bad"}', "<error>x</error>"]
)
def test_words_of_an_error(text: str) -> None:
    assert tells_error(text)


@pytest.mark.parametrize("text", ["42", "", '{"error": null}', "[1, 2]", "no errors were found", "{half"])
def test_words_of_a_result(text: str) -> None:
    assert not tells_error(text)


def test_images_count() -> None:
    def turn(url: str) -> Turn:
        image = {"type": "image_url", "image_url": {"url": url}}
        (found,) = turns({"messages": [{"role": "user", "content": [image, {"type": "text", "text": "?"}]}]})
        return found

    assert turn("a").other != turn("b").other
    assert turn("a").other == turn("a").other


def test_white_space_does_not_count() -> None:
    assert text_digest("one two\n") == text_digest(" onetwo")
    assert text_digest("one") != text_digest("two")
    assert text_digest(" \n") == b""


def test_text_of_what_is_no_text() -> None:
    assert text_of(None) == text_of(7) == text_of([{"type": "image"}, 3]) == ""


@given(JSON)
def test_nothing_that_a_client_sends_is_too_much(value: Any) -> None:
    for body in (value, {"messages": value}, {"input": value}, {"messages": [value]}):
        assert all(isinstance(turn, Turn) for turn in turns(body))
