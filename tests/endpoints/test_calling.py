"""Tools, through the SDK."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from numpy.random import default_rng
from openai import BadRequestError

from .asking import ask, services, told
from .sdk import Client

CITY = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "unit": {"type": "string", "enum": ["c", "f"]}},
    "required": ["city", "unit"],
    "additionalProperties": False,
}
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Weather of a city",
        "strict": True,
        "parameters": CITY,
    },
}
CODE = {"type": "custom", "custom": {"name": "run_code", "description": "Run python code"}}
ASKED = [{"role": "user", "content": "What is the weather in SF and NYC?"}]
TOPICS = ("weather", "email", "flight", "stock", "calendar")


def asked(client: Client, **fields: Any) -> Any:
    fields = {"model": "gpt-4o", "messages": ASKED, "tools": [WEATHER], **fields}
    return client(lambda sdk: sdk.chat.completions.create(**fields)).choices[0]


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(services())


def test_one_call_for_each_city(client: Client) -> None:
    choice = asked(client)
    arguments = [json.loads(call.function.arguments) for call in choice.message.tool_calls]
    assert [one["city"] for one in arguments] == ["SF", "NYC"]
    assert (choice.finish_reason, choice.message.content) == ("tool_calls", None)
    assert len({call.id for call in choice.message.tool_calls}) == 2


@pytest.mark.parametrize(
    "choice",
    [
        "required",
        {"type": "custom", "custom": {"name": "run_code"}},
        {"type": "allowed_tools", "allowed_tools": {"mode": "required", "tools": [CODE]}},
    ],
)
def test_a_choice_is_heeded(client: Client, choice: Any) -> None:
    calls = asked(
        client, tools=[CODE, WEATHER], tool_choice=choice, parallel_tool_calls=False
    ).message.tool_calls
    assert [call.type for call in calls] == ["function" if choice == "required" else "custom"]


def test_none_is_text(client: Client) -> None:
    choice = asked(client, tool_choice="none")
    assert (choice.finish_reason, choice.message.tool_calls) == ("stop", None)


def test_the_older_form(client: Client) -> None:
    choice = asked(client, tools=None, functions=[WEATHER["function"]])
    assert (choice.finish_reason, choice.message.function_call.name) == ("function_call", "get_weather")


def test_results_are_answered_in_words(client: Client) -> None:
    first = asked(client).message
    results = [
        {"role": "tool", "tool_call_id": call.id, "content": '{"sky": "clear"}'} for call in first.tool_calls
    ]
    answer = asked(client, messages=[*ASKED, first.model_dump(exclude_none=True), *results])
    assert answer.message.content.startswith("The sky is clear. The sky is clear. ")


def test_a_limit_cuts_the_arguments(client: Client) -> None:
    choice = asked(client, max_tokens=13)
    assert choice.finish_reason == "length"
    assert '{"city":"SF"'.startswith(choice.message.tool_calls[0].function.arguments)


def test_the_stream_says_what_the_whole_answer_says() -> None:
    client = Client(services())

    def whole(sdk: Any) -> Any:
        return sdk.chat.completions.create(model="gpt-4o", messages=ASKED, tools=[WEATHER], seed=3)

    with client.sync.chat.completions.stream(
        model="gpt-4o", messages=ASKED, tools=[WEATHER], seed=3
    ) as stream:
        streamed = stream.get_final_completion().choices[0].message.tool_calls
    plain = client.one(whole).choices[0].message.tool_calls
    assert [call.function.arguments for call in streamed] == [call.function.arguments for call in plain]
    assert [call.id for call in streamed] == [call.id for call in plain]


@pytest.mark.parametrize(
    ("fields", "param", "code"),
    [
        ({"tools": None, "tool_choice": "auto"}, "tool_choice", None),
        ({"tools": None, "function_call": "auto"}, "function_call", None),
        ({"tool_choice": {"type": "function", "function": {"name": "nope"}}}, "tool_choice", None),
        (
            {
                "tools": [
                    {
                        "type": "function",
                        "function": {"name": "f", "strict": True, "parameters": {"type": "object"}},
                    }
                ]
            },
            "tools[0].function.parameters",
            "invalid_function_parameters",
        ),
        (
            {
                "tools": [
                    {"type": "function", "function": {"name": "f", "parameters": {"$ref": "#/nowhere"}}}
                ],
                "tool_choice": "required",
            },
            "tools",
            None,
        ),
    ],
)
def test_what_is_wrong(client: Client, fields: Any, param: str, code: str | None) -> None:
    with pytest.raises(BadRequestError) as refused:
        asked(client, **fields)
    assert (refused.value.param, refused.value.code) == (param, code)


def test_every_loop_of_an_agent_ends_and_its_arguments_are_valid() -> None:
    """200 conversations with five tools: half of them until nothing fits, half until all were called."""
    to, rng = services(), default_rng(0)
    tools = [
        {
            "type": "function",
            "function": {"name": f"use_{topic}", "description": "Use it", "parameters": CITY},
        }
        for topic in TOPICS
    ]
    valid = Draft202012Validator(CITY).validate
    for at in range(200):
        said = " and ".join(TOPICS[int(one)] for one in rng.integers(0, 5, 2))
        messages: Any = [{"role": "user", "content": f"Number {at}: {said} in Paris"}]
        called: list[str] = []
        while len(messages) < 30:
            choice = "required" if at % 2 and len(called) < len(TOPICS) else "auto"
            body = {"model": "gpt-4o", "messages": messages, "tools": tools, "tool_choice": choice}
            message = told(ask("/v1/chat/completions", body, to))["choices"][0]["message"]
            if message["content"]:
                break
            messages.append({"role": "assistant", "tool_calls": message["tool_calls"]})
            for call in message["tool_calls"]:
                called.append(call["function"]["name"])
                valid(json.loads(call["function"]["arguments"]))
                messages.append({"role": "tool", "tool_call_id": call["id"], "content": "done"})
        assert message["content"]
        assert len(called) == (5 if at % 2 else len({*said.split(" and ")}))
