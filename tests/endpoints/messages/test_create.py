"""Messages as the real SDK asks for them and reads them."""

from __future__ import annotations

import json

import anthropic
import pytest

from fakeai_proxy.catalog import Catalog
from fakeai_proxy.catalog.user import UserModel
from fakeai_proxy.core.errors import error_reply
from fakeai_proxy.core.sse import Decoder
from fakeai_proxy.endpoints import Services
from fakeai_proxy.endpoints.submission import overloaded
from tests.endpoints.asking import ask, services, steps, told
from tests.gate.gates import gated
from tests.playbook import body

from .claude import HELLO, MODEL, WEATHER, Claude, post

ASKED = [{"role": "user", "content": "What is the weather in SF and in NYC?"}]
TIME = {
    "name": "get_time",
    "description": "The time in a city.",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}


def answered(message, ask):
    """The conversation after `message`, with a result for each of its calls."""
    results = [
        {"type": "tool_result", "tool_use_id": block.id, "content": json.dumps({"degrees": 21})}
        for block in message.content
        if block.type == "tool_use"
    ]
    said = {
        "role": "assistant",
        "content": [block.model_dump(exclude_none=True) for block in message.content],
    }
    return [*ask, said, {"role": "user", "content": [*results, {"type": "text", "text": "Go on."}]}]


def test_a_message() -> None:
    message = Claude(services()).say(system="Be brief.", metadata={"user_id": "u"}, stop_sequences=["§"])
    [block] = message.content
    assert (message.type, message.role, message.stop_reason) == ("message", "assistant", "end_turn")
    assert block.text
    assert message.id.startswith("msg_01")
    assert message._request_id.startswith("req_")
    usage = message.usage
    assert usage.input_tokens > 10 < usage.output_tokens
    assert usage.cache_creation_input_tokens == usage.cache_read_input_tokens == 0


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"tools": [WEATHER], "messages": ASKED},
        {"max_tokens": 3000, "thinking": {"type": "enabled", "budget_tokens": 1024}},
        {"max_tokens": 3000, "thinking": {"type": "adaptive", "display": "omitted"}},
        {"stop_sequences": ["."]},
        {"max_tokens": 7},
    ],
)
def test_a_stream_says_what_a_message_does(fields) -> None:
    whole = Claude(services()).sync.messages.create(**HELLO | fields)
    with Claude(services()).sync.messages.stream(**HELLO | fields) as stream:
        kinds = [event.type for event in stream]
        final = stream.get_final_message()
    assert kinds[0] == "message_start"
    assert plain(final) == plain(whole)
    assert final.usage.model_dump(exclude_none=True) == whole.usage.model_dump(exclude_none=True)


def plain(message):
    """What it says, without what the SDK makes of it."""
    said = message.model_dump(include={"role", "model", "content", "stop_reason", "stop_sequence"})
    for block in said["content"]:
        block.pop("parsed_output", None)
    return said


def test_the_order_of_events() -> None:
    content = HELLO | {"stream": True, "tools": [WEATHER], "messages": ASKED}
    events = Decoder().feed(body(steps(post(content, services()))))
    names = [event.name for event in events]
    assert [json.loads(event.data)["type"] for event in events] == names
    folded = [name for at, name in enumerate(names) if at == 0 or names[at - 1] != name]
    block = ["content_block_start", "content_block_delta", "content_block_stop"]
    first = ["content_block_start", "ping", *block[1:]]
    assert folded == ["message_start", *first, *block, "message_delta", "message_stop"]


def test_calls_are_answered_and_end() -> None:
    claude = Claude(services())
    message = claude.say(tools=[WEATHER], messages=ASKED)
    assert [(block.name, block.input) for block in message.content] == [
        ("get_weather", {"city": "SF"}),
        ("get_weather", {"city": "NYC"}),
    ]
    assert message.stop_reason == "tool_use"
    after = claude.say(tools=[WEATHER], messages=answered(message, ASKED))
    assert after.stop_reason == "end_turn"
    assert "degrees is 21" in after.content[0].text


def test_who_is_forced_to_call_comes_to_an_end() -> None:
    claude, messages, called = Claude(services()), ASKED, []
    for _ in range(2):
        choice = {"type": "any", "disable_parallel_tool_use": True}
        message = claude.sync.messages.create(
            **HELLO | {"tools": [WEATHER, TIME], "tool_choice": choice, "messages": messages}
        )
        called += [block.name for block in message.content]
        messages = answered(message, messages)
    assert sorted(called) == ["get_time", "get_weather"]


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        ({"type": "none"}, []),
        ({"type": "tool", "name": "get_time"}, ["get_time", "get_time"]),
        ({"type": "auto", "disable_parallel_tool_use": True}, ["get_weather"]),
    ],
)
def test_tool_choice(choice, names) -> None:
    given = {"tools": [WEATHER, TIME], "tool_choice": choice, "messages": ASKED}
    message = Claude(services()).say(**given)
    assert [block.name for block in message.content if block.type == "tool_use"] == names


def test_thoughts_are_shown_vouched_for_and_counted() -> None:
    message = Claude(services()).say(max_tokens=3000, thinking={"type": "enabled", "budget_tokens": 1024})
    thought, text = message.content
    assert (thought.type, text.type) == ("thinking", "text")
    assert thought.thinking
    assert len(thought.signature) > 100
    assert 0 < message.usage.output_tokens_details.thinking_tokens < 1024


def test_json_by_a_schema() -> None:
    schema = {
        "type": "object",
        "properties": {"n": {"type": "integer"}},
        "required": ["n"],
        "additionalProperties": False,
    }
    form = {"format": {"type": "json_schema", "schema": schema}}
    [block] = Claude(services()).say(output_config=form).content
    assert type(json.loads(block.text)["n"]) is int


def test_a_stop_sequence_is_named() -> None:
    message = Claude(services()).say(stop_sequences=[" the ", "."])
    assert message.stop_reason == "stop_sequence"
    assert message.stop_sequence in (" the ", ".")
    assert not any(stop in block.text for block in message.content for stop in (" the ", "."))


def test_a_limit_of_tokens() -> None:
    message = Claude(services()).say(max_tokens=5)
    assert (message.stop_reason, message.usage.output_tokens) == ("max_tokens", 5)
    assert Claude(services()).say(max_tokens=0).content == []


def test_a_full_window() -> None:
    text = "word " * 8000
    catalog = Catalog.load({"small": UserModel(context_window=8100, max_output_tokens=4000)})
    content = HELLO | {"model": "small", "messages": [{"role": "user", "content": text}]}
    to = Services(**{**fields_of(services()), "catalog": catalog})
    assert told(post(content, to))["stop_reason"] in ("end_turn", "model_context_window_exceeded")
    longer = content | {"messages": [{"role": "user", "content": text * 2}]}
    assert "maximum" in told(post(longer, to), 400)["error"]["message"]


def fields_of(to: Services) -> dict:
    return {name: getattr(to, name) for name in Services.__slots__}


def test_what_is_cached_is_told() -> None:
    claude, long = Claude(services()), "The quick brown fox jumps over the lazy dog. " * 300
    system = [{"type": "text", "text": long, "cache_control": {"type": "ephemeral", "ttl": "1h"}}]
    first, second = (claude.sync.messages.create(**HELLO | {"system": system}).usage for _ in range(2))
    assert first.cache_creation_input_tokens == first.cache_creation.ephemeral_1h_input_tokens > 1024
    assert (first.cache_read_input_tokens, second.cache_creation_input_tokens) == (0, 0)
    assert second.cache_read_input_tokens == first.cache_creation_input_tokens
    assert second.input_tokens == first.input_tokens < 30
    counted = claude(
        lambda api: api.messages.count_tokens(model=MODEL, messages=HELLO["messages"], system=system)
    )
    assert counted.input_tokens == first.input_tokens + first.cache_creation_input_tokens


def test_errors_as_the_sdk_raises_them() -> None:
    claude = Claude(services())
    with pytest.raises(anthropic.BadRequestError) as told:
        claude.say(messages=[])
    assert told.value.body == {
        "type": "error",
        "error": {"type": "invalid_request_error", "message": "messages: at least one message is required"},
        "request_id": told.value.request_id,
    }
    with pytest.raises(anthropic.NotFoundError, match="model: text-embedding-3-small"):
        claude.say(model="text-embedding-3-small")


def test_refusals_come_in_the_form_of_the_path_on_any_host() -> None:
    small = services(max_request_size=10)
    assert told(post(HELLO, small), 413)["error"]["type"] == "request_too_large"
    assert told(post(b"{", services()), 400)["type"] == "error"
    missing = told(ask("/v1/messages", HELLO, services()), 400)
    assert missing["error"]["message"] == "anthropic-version: header is required"


def test_the_gate_speaks_as_anthropic_does() -> None:
    locked = gated("sk-ant-a", enabled=True, rpm=1)
    with pytest.raises(anthropic.AuthenticationError, match="invalid x-api-key"):
        Claude(locked).sync.messages.create(**HELLO)
    api = Claude(locked, "sk-ant-a").sync
    answer = api.messages.with_raw_response.create(**HELLO)
    assert answer.headers["anthropic-ratelimit-requests-limit"] == "1"
    assert "openai-version" not in answer.headers
    with pytest.raises(anthropic.RateLimitError) as limited:
        api.messages.create(**HELLO)
    assert limited.value.body["error"]["type"] == "rate_limit_error"
    assert limited.value.response.headers["anthropic-ratelimit-requests-remaining"] == "0"


def test_an_overloaded_cluster() -> None:
    error = overloaded("api.anthropic.com")
    refusal = json.loads(body(error_reply(error, "api.anthropic.com", (("x-request-id", "req_1"),))))
    assert (error.status, refusal["error"]["type"]) == (529, "overloaded_error")
    assert refusal["request_id"] == "req_1"


def test_telemetry_knows_what_a_message_cost() -> None:
    to = services()
    system = [{"type": "text", "text": "word " * 2000, "cache_control": {"type": "ephemeral"}}]
    thinking = {"type": "enabled", "budget_tokens": 1024}
    fields = HELLO | {"system": system, "max_tokens": 3000, "thinking": thinking}
    usage = [Claude(to).sync.messages.create(**fields).usage for _ in range(2)][1]
    row = to.telemetry.rows()[-1]
    assert row["prompt_tokens"] == usage.input_tokens + usage.cache_read_input_tokens
    assert row["cached_tokens"] == usage.cache_read_input_tokens > 1024
    assert row["completion_tokens"] == usage.output_tokens
    assert row["reasoning_tokens"] == usage.output_tokens_details.thinking_tokens > 0
