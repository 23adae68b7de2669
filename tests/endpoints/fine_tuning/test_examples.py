from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.endpoints.fine_tuning.examples import Examples, Form
from fakeai_proxy.tokens import chat_prompt, tokenizer

from .trained import EXAMPLE, lines

WORDS = tokenizer("o200k_base")
USER, SAID = EXAMPLE["messages"]
BETTER = {"input": {"messages": [USER]}, "preferred_output": [SAID], "non_preferred_output": [SAID]}


def read(example: Any, form: Form = "chat") -> Examples:
    found = Examples(form, WORDS)
    found.look(example if isinstance(example, bytes) else lines(example))
    return found


@pytest.mark.parametrize(
    ("example", "form"),
    [
        (EXAMPLE, "chat"),
        ({"messages": [USER, SAID | {"weight": 0}], "tools": []}, "chat"),
        ({"prompt": "a", "completion": "b"}, "completion"),
        (BETTER, "preference"),
        ({"messages": [USER], "reference": "Paris"}, "task"),
    ],
)
def test_what_is_an_example(example: Any, form: Form) -> None:
    found = read(example, form)
    assert (found.problem, found.count) == ("", 1)
    assert found.tokens > 0


def test_tokens_are_those_of_the_chat() -> None:
    assert read(EXAMPLE).tokens == chat_prompt(EXAMPLE["messages"], None, WORDS).tokens


@pytest.mark.parametrize(
    ("example", "form", "problem"),
    [
        (b"{no", "chat", "Line 1: it is not parseable as valid JSON."),
        ([], "chat", "Line 1: expected a JSON object."),
        ({}, "chat", 'key "messages": expected an array.'),
        ({"messages": []}, "chat", "empty array"),
        ({"messages": [USER]}, "chat", "At least one message must be from the assistant."),
        ({"messages": [{"role": "boss", "content": "a"}]}, "chat", 'key "messages[0].role"'),
        (EXAMPLE | {"tools": [{"type": "function"}]}, "chat", 'key "tools[0].function"'),
        ({"prompt": "a"}, "completion", 'under the keys "prompt" and "completion"'),
        ({"input": 1}, "preference", 'key "input": expected an object.'),
        (BETTER | {"preferred_output": None}, "preference", 'key "preferred_output"'),
        (EXAMPLE, "task", "The last message must be from the user."),
    ],
)
def test_what_is_none(example: Any, form: Form, problem: str) -> None:
    found = read(example, form)
    assert problem in found.problem
    assert found.problem.startswith("Invalid file format. Line 1")


values = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["messages", "role", "content", "input", "tools", "tool_calls"]), inner
        )
    ),
    max_leaves=8,
)


@settings(max_examples=30)
@given(values, st.sampled_from(["chat", "completion", "preference", "task"]))
def test_anything_is_an_example_or_not(example: Any, form: Form) -> None:
    assert isinstance(read(example, form).problem, str)
