"""Responses, through the SDK."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from pydantic import BaseModel

from fakeai_proxy.endpoints.responses.items import item_id, maker_of
from tests.endpoints.asking import services
from tests.endpoints.sdk import Client

from .turns import ASKED, CODE, MODEL, WEATHER, events, respond


class Trip(BaseModel):
    city: str
    days: int


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(services())


def test_sync_and_async() -> None:
    answer = Client(services())(lambda api: api.responses.create(model=MODEL, input=ASKED))
    assert (answer.status, answer.model, answer.store) == ("completed", "gpt-4o-2024-08-06", True)
    assert answer.output_text
    assert answer.usage.total_tokens == answer.usage.input_tokens + answer.usage.output_tokens
    assert (answer.completed_at, answer.service_tier) == (answer.created_at, "default")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"tools": [WEATHER]},
        {"tools": [CODE, {"type": "web_search"}]},
        {
            "model": "o3-mini",
            "reasoning": {"summary": "detailed"},
            "include": ["reasoning.encrypted_content"],
        },
        {"top_logprobs": 2, "include": ["message.output_text.logprobs"]},
        {"text": {"format": {"type": "json_object"}}, "input": "Some json of Paris"},
    ],
)
def test_a_stream_says_what_the_whole_response_says(client: Client, fields: Any) -> None:
    whole = respond(client, **fields, temperature=0 if "model" not in fields else None)
    found = events(client, **fields, temperature=0 if "model" not in fields else None)
    last = found[-1].response

    def said(output: Any) -> Any:
        return [item.model_dump(exclude={"id"}) for item in output]

    if "encrypted_content" not in str(whole.output):
        assert said(whole.output) == said(last.output)
    assert whole.output_text == last.output_text
    assert last.output_text == "".join(e.delta for e in found if e.type == "response.output_text.delta")
    assert [e.item for e in found if e.type == "response.output_item.done"] == last.output
    assert whole.usage.output_tokens == last.usage.output_tokens


def test_a_loop_of_an_agent(client: Client) -> None:
    first = respond(client, tools=[WEATHER], input="What is the weather in SF and NYC?")
    assert [json.loads(call.arguments)["city"] for call in first.output] == ["SF", "NYC"]
    results: Any = [
        {"type": "function_call_output", "call_id": call.call_id, "output": '{"sky": "clear"}'}
        for call in first.output
    ]
    chained = respond(client, tools=[WEATHER], input=results, previous_response_id=first.id)
    assert chained.output_text.startswith("The sky is clear. The sky is clear. ")
    assert chained.usage.input_tokens > first.usage.input_tokens + first.usage.output_tokens / 2
    again: Any = [{"role": "user", "content": "What is the weather in SF and NYC?"}, *first.output, *results]
    resent = respond(client, tools=[WEATHER], input=[_plain(one) for one in again])
    assert resent.usage.input_tokens == chained.usage.input_tokens


def _plain(item: Any) -> Any:
    return item if isinstance(item, dict) else item.model_dump(exclude_none=True)


def test_parse_and_stream_helpers(client: Client) -> None:
    parse: Any = client.sync.responses.parse
    parsed = parse(model=MODEL, input="Plan a trip to Lisbon for 3 days.", text_format=Trip).output_parsed
    assert (parsed.city, parsed.days) == ("Lisbon", 3)
    with client.sync.responses.stream(model=MODEL, input=ASKED, text_format=Trip) as stream:
        assert [event.type for event in stream][-1] == "response.completed"
        assert isinstance(stream.get_final_response().output_parsed, Trip)


def test_the_async_stream_helper(client: Client) -> None:
    async def run() -> Any:
        async with client.asynchronous.responses.stream(model=MODEL, input=ASKED, tools=[WEATHER]) as stream:  # type: ignore[list-item]
            return await stream.get_final_response()

    assert [item.type for item in asyncio.run(run()).output] == ["function_call"]


def test_a_limit_leaves_it_incomplete(client: Client) -> None:
    answer = respond(client, max_output_tokens=16)
    assert (answer.status, answer.incomplete_details.reason) == ("incomplete", "max_output_tokens")
    assert (answer.output[0].status, answer.usage.output_tokens) == ("incomplete", 16)
    thought = respond(client, model="o3-mini", max_output_tokens=16)
    assert [item.type for item in thought.output] == ["reasoning"]


@pytest.mark.parametrize(
    ("choice", "kinds"),
    [
        ("none", ["message"]),
        ("auto", ["function_call"]),
        ({"type": "custom", "name": "run_code"}, ["custom_tool_call"]),
        ({"type": "web_search_preview"}, ["web_search_call", "message"]),
        (
            {"type": "allowed_tools", "mode": "required", "tools": [{"type": "custom", "name": "run_code"}]},
            ["custom_tool_call"],
        ),
    ],
)
def test_a_choice_of_tools_is_heeded(client: Client, choice: Any, kinds: list[str]) -> None:
    tools = [WEATHER, CODE, {"type": "web_search_preview"}]
    assert [item.type for item in respond(client, tools=tools, tool_choice=choice).output] == kinds


def test_reasoning_is_summed_up_and_sealed_where_asked(client: Client) -> None:
    plain = respond(client, model="o3-mini").output[0]
    assert (plain.summary, plain.encrypted_content) == ([], None)
    asked = {"reasoning": {"summary": "auto", "effort": "low"}, "include": ["reasoning.encrypted_content"]}
    answer = respond(client, model="o3-mini", **asked, store=False)
    assert answer.output[0].summary[0].text
    assert answer.output[0].encrypted_content
    assert (answer.reasoning.effort, answer.reasoning.summary) == ("low", "auto")
    assert answer.usage.output_tokens_details.reasoning_tokens % 64 == 0


def test_what_was_asked_is_told_again(client: Client) -> None:
    fields: Any = {
        "instructions": "Be brief",
        "metadata": {"team": "a"},
        "parallel_tool_calls": False,
        "truncation": "auto",
        "tools": [{"type": "function", "name": "f", "parameters": {"type": "object"}}, CODE],
        "service_tier": "flex",
        "text": {"verbosity": "low"},
    }
    answer = respond(client, **fields)
    for name in ("instructions", "metadata", "parallel_tool_calls", "truncation", "service_tier"):
        assert getattr(answer, name) == fields[name]
    assert (answer.text.verbosity, answer.tools[0].strict, answer.tools[1].name) == ("low", False, "run_code")


def test_truncation_makes_room(client: Client) -> None:
    long: Any = [{"role": "user", "content": "word " * 5_000} for _ in range(5)]
    answer = respond(
        client, model="gpt-4", input=[*long, {"role": "user", "content": "Hi"}], truncation="auto"
    )
    assert 5_000 < answer.usage.input_tokens < 8_192


def test_ids_tell_their_response() -> None:
    assert maker_of(item_id("message", "0" * 32, 3)) == "0" * 32
    assert maker_of("msg_1") == ""
