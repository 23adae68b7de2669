"""Counts marked as recorded were reported by the real API as `usage.prompt_tokens`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.synth import prose
from fakeai_proxy.tokens import Medium, chat_prompt, tokenizer

O200K, CL100K = tokenizer("o200k_base"), tokenizer("cl100k_base")


def chat_tokens(messages: list[dict[str, Any]], tools: Any, words: Any, **options: int) -> int:
    """`prompt_tokens`, with an id for each."""
    prompt = chat_prompt(messages, tools, words, **options)
    assert len(prompt.ids) == prompt.tokens
    return prompt.tokens


def ids(*messages: dict[str, Any], tools: Any = (), words: Any = O200K) -> list[int]:
    return list(chat_prompt(messages, tools, words).ids)


def say(role: str, content: Any, **extras: Any) -> dict[str, Any]:
    return {"role": role, "content": content, **extras}


def tool(
    name: str, description: str = "", required: tuple[str, ...] = (), **properties: Any
) -> dict[str, Any]:
    parameters = {"type": "object", "properties": properties, "required": list(required)}
    return {
        "type": "function",
        "function": {"name": name, "description": description, "parameters": parameters},
    }


def call(name: str, arguments: str, id: str = "call_1") -> dict[str, Any]:
    return {"id": id, "type": "function", "function": {"name": name, "arguments": arguments}}


@pytest.mark.parametrize("role", ["system", "developer", "user", "assistant", "tool", "function"])
def test_every_role_is_one_token(role: str) -> None:
    assert O200K.count(role) == CL100K.count(role) == 1


@pytest.mark.parametrize(
    ("messages", "tokens"),
    [
        ([say("user", "hello")], 8),
        ([say("user", "hello world")], 9),
        ([say("system", "hello:")], 9),
        ([say("system", "Hello"), say("user", "Hi there")], 14),
    ],
)
def test_recorded_messages(messages: list[dict[str, Any]], tokens: int) -> None:
    assert chat_tokens(messages, None, CL100K) == tokens
    assert chat_tokens(messages, None, O200K) == tokens
    assert chat_tokens(messages, None, O200K, priming=2) == tokens - 1


STRING, NUMBER = {"type": "string"}, {"type": "number"}
NESTED = {
    "type": "object",
    "properties": {"bar": {"type": "string", "enum": ["a", "b", "c"]}, "baz": {"type": "boolean"}},
}


@pytest.mark.parametrize(
    ("function", "tokens"),
    [
        (tool("foo"), 31),
        (tool("foo", "Do a foo"), 36),
        (tool("bing_bong", "Do a bing bong", foo=STRING), 49),
        (tool("bing_bong", "Do a bing bong", foo=STRING, bar=NUMBER | {"description": "A number"}), 57),
        (tool("bing_bong", "Do a bing bong", foo=NESTED), 68),
    ],
)
def test_recorded_functions_of_older_models(function: dict[str, Any], tokens: int) -> None:
    assert chat_tokens([say("user", "hello")], [function], CL100K) == tokens
    assert chat_tokens([say("user", "hello")], [function["function"]], CL100K) == tokens


@pytest.mark.parametrize("first", ["Hello", "Hello:"])
def test_recorded_functions_beside_instructions(first: str) -> None:
    messages = [say("system", first), say("user", "Hi there")]
    assert chat_tokens(messages, [tool("do_stuff")], CL100K) == 35


WEATHER = tool("get_weather", "", ("city",), city=STRING)
ASK = say("user", "What is the weather in Paris? Use the tool.")
CALL = {"role": "assistant", "content": None, "tool_calls": [call("get_weather", '{"city":"Paris"}')]}
RESULT = say("tool", "sunny in Paris", tool_call_id="call_1")


def test_recorded_tools_and_their_results() -> None:
    assert chat_tokens([ASK], [WEATHER], O200K) == 48
    assert chat_tokens([ASK, CALL, RESULT], [WEATHER], O200K) == 74
    assert (
        chat_tokens([ASK, {key: CALL[key] for key in ("role", "tool_calls")}, RESULT], [WEATHER], O200K) == 74
    )


def test_the_older_function_call_costs_what_a_tool_call_costs() -> None:
    older = [
        say("assistant", None, function_call=call("get_weather", '{"city":"Paris"}')["function"]),
        say("function", "sunny in Paris", name="get_weather"),
    ]
    assert chat_tokens([ASK, *older], [WEATHER], O200K) == 74


def test_parallel_calls_are_wrapped() -> None:
    files = [call("delete_file", '{"path": ".env"}', "a"), call("create_file", '{"path": "test.txt"}', "b")]
    messages = [
        say("system", "Just call tools without asking for confirmation."),
        say("user", "Delete the file `.env` and create `test.txt`"),
        say("assistant", None, tool_calls=files),
        say("tool", "true", tool_call_id="a"),
        say("tool", "Success", tool_call_id="b"),
    ]
    tools = [tool(name, "", ("path",), path=STRING) for name in ("create_file", "delete_file")]
    assert chat_tokens(messages[:2], tools, O200K) == 71
    assert abs(chat_tokens(messages, tools, O200K) - 133) <= 1


def test_a_custom_tool_has_no_declaration() -> None:
    assert chat_tokens([ASK], [{"type": "custom", "custom": {"name": "x"}}], O200K) == chat_tokens(
        [ASK], [], O200K
    )


def test_parts_count_as_their_texts_and_media() -> None:
    text, image = {"type": "text", "text": "hello"}, {"medium": Medium("image", 7, 85)}
    assert chat_tokens([say("user", [text, text])], None, O200K) == 9
    assert chat_tokens([say("user", [text, image])], None, O200K) == 8 + 85
    assert chat_tokens([say("assistant", [{"type": "refusal", "refusal": "no"}])], None, O200K) == 8


def test_media_cost_their_own_tokens_whatever_the_family() -> None:
    family = tokenizer("o200k_base", 1.2)
    without = chat_tokens([say("user", [])], None, family)
    image = {"medium": Medium("image", 7, 600)}
    assert chat_tokens([say("user", [image])], None, family) == without + 600


def test_a_name_costs_itself_and_one() -> None:
    assert chat_tokens([say("user", "hello", name="Ada")], None, O200K) == 8 + 1 + O200K.count("Ada")


def test_instructions_in_parts_take_the_tools_too() -> None:
    parts = say("system", [{"type": "text", "text": "Hello:"}])
    assert chat_tokens([parts, ASK], [WEATHER], O200K) == chat_tokens(
        [say("system", "Hello:"), ASK], [WEATHER], O200K
    )


@given(st.lists(st.text()), st.sampled_from([O200K, CL100K]))
def test_messages_of_text_are_the_sum_of_their_parts(texts: list[str], words: Any) -> None:
    expected = 3 + sum(4 + words.count(text) for text in texts)
    assert chat_tokens([say("user", text) for text in texts], None, words) == expected


def test_a_factor_scales_the_whole_prompt_once() -> None:
    assert chat_tokens([say("user", "hello")] * 10, None, tokenizer("o200k_base", 1.18)) == round(53 * 1.18)


def test_ids_are_what_the_model_reads() -> None:
    start, separator, end = 200_264, 200_266, 200_265
    role, hello, assistant = (O200K.encode(text)[0] for text in ("user", "hello", "assistant"))
    expected = [start, role, separator, hello, end, start, assistant, separator]
    assert ids(say("user", "hello")) == expected
    assert chat_prompt([say("user", "hello")], None, O200K, priming=2).ids == expected[:-1]


PARTS = st.sampled_from(
    [
        say("system", "Be brief."),
        ASK,
        CALL,
        RESULT,
        say("user", "hello", name="Ada"),
        say(
            "user",
            [{"type": "text", "text": "look"}, {"medium": Medium("image", 1, 85)}],
        ),
    ]
)


@given(st.lists(PARTS), st.lists(PARTS), st.sampled_from([None, [WEATHER]]))
def test_a_history_is_a_shared_prefix(history: Any, more: Any, tools: Any) -> None:
    head = say("system", "You are a guide.")
    before, after = ids(head, *history, tools=tools)[:-3], ids(head, *history, *more, tools=tools)
    assert after[: len(before)] == before


@pytest.mark.parametrize("factor", [1.0, 1.02, 1.18, 0.9])
@pytest.mark.parametrize("encoding", ["o200k_base", "cl100k_base"])
@given(st.lists(PARTS, min_size=1, max_size=3), st.text(max_size=200), st.booleans())
def test_an_answer_stands_in_the_next_prompt_as_it_was_followed(
    encoding: str, factor: float, history: Any, text: str, natural: bool
) -> None:
    words = tokenizer(encoding, factor)
    answer = "".join(prose(np.random.default_rng(len(text)), len(text))) if natural else text
    first = chat_prompt(history, None, words)
    turn = [*history, {"role": "assistant", "content": answer}, {"role": "user", "content": "And?"}]
    exact = words.encode(answer)
    later, written = list(chat_prompt(turn, None, words).ids), list(first.followed(exact, words))
    assert len(exact) * min(factor, 1) - 1 <= len(written) <= len(exact)
    if factor < 1:  # where one id is the sum of two, the last of each may be cut
        assert later[: first.tokens - 1] == list(first.ids)[:-1]
        assert later[first.tokens :][: len(written[:-1])] == written[:-1]
    else:
        assert later[: first.tokens + len(written)] == [*first.ids, *written]


def test_messages_that_differ_have_other_ids() -> None:
    picture, other = {"medium": Medium("image", 1, 85)}, {"medium": Medium("image", 2, 85)}
    assert ids(say("user", [picture])) != ids(say("user", [other]))
    assert ids(say("user", "hello")) != ids(say("system", "hello"))
    assert ids(ASK, tools=[WEATHER]) != ids(ASK, tools=[tool("get_weathes", "", ("city",), city=STRING)])
