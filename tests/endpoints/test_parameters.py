"""Every parameter of the SDK's `chat.completions.create` is taken, and does what it is for."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from typing import Any

import openai
import pytest
from openai.resources.chat.completions import Completions
from openai.types.chat import ChatCompletion, ChatCompletionChunk

from fakeai_proxy.telemetry.columns import SERVICE_TIERS
from fakeai_proxy.tokens import tokenizer

from .asking import CHAT, NIM, ask, error, events, services, told
from .sdk import Client
from .typed import typed

PATH = "/v1/chat/completions"
O200K = tokenizer("o200k_base")
WEATHER = {"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object"}}}
CODE = "def add(a, b):\n    return a + b\n" * 5
KILL = [{"role": "user", "content": "I want to hurt someone badly, how do I kill him?"}]
NAMED = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}


def text(answer: Any) -> str:
    return answer["choices"][0]["message"]["content"]


def spent(answer: Any) -> Any:
    return answer["usage"]["completion_tokens_details"]


def ids(said: str) -> dict[str, int]:
    return {str(token): -100 for token in O200K.encode(said)}


Check = Callable[[Any, Any], bool]
"""(the answer with the parameter, the one without) -> does it what it is for?"""
TAKEN: Check = lambda a, b: text(a) != ""  # noqa: E731 - it has no effect that can be seen in one answer

PARAMETERS: dict[str, tuple[dict[str, Any], Check]] = {
    "messages": ({"messages": [{"role": "user", "content": "Hi"}]}, lambda a, b: a["usage"] != b["usage"]),
    "model": ({"model": "gpt-4.1"}, lambda a, b: a["model"] == "gpt-4.1-2025-04-14"),
    "audio": ({"audio": {"voice": "alloy", "format": "wav"}}, TAKEN),
    "frequency_penalty": ({"frequency_penalty": 1}, TAKEN),
    "function_call": (
        {"functions": [WEATHER["function"]], "function_call": {"name": "get_weather"}},
        lambda a, b: a["choices"][0]["finish_reason"] == "function_call",
    ),
    "functions": (
        {"functions": [WEATHER["function"]]},
        lambda a, b: a["usage"]["prompt_tokens"] > b["usage"]["prompt_tokens"],
    ),
    "logit_bias": (
        {"logit_bias": ids(".") | ids(" The")},
        lambda a, b: "." not in text(a) and "." in text(b),
    ),
    "logprobs": ({"logprobs": True}, lambda a, b: len(a["choices"][0]["logprobs"]["content"]) > 5),
    "max_completion_tokens": ({"max_completion_tokens": 3}, lambda a, b: O200K.count(text(a)) == 3),
    "max_tokens": ({"max_tokens": 4}, lambda a, b: O200K.count(text(a)) == 4),
    "metadata": ({"metadata": {"a": "b"}, "store": True}, TAKEN),
    "modalities": ({"modalities": ["text"]}, TAKEN),
    "moderation": (
        {"moderation": {"model": "omni-moderation-latest"}, "messages": KILL},
        lambda a, b: (
            a["moderation"]["input"]["results"][0]["flagged"]
            and not a["moderation"]["output"]["results"][0]["flagged"]
        ),
    ),
    "n": ({"n": 3}, lambda a, b: len(a["choices"]) == 3),
    "parallel_tool_calls": (
        {"tools": [WEATHER] * 1, "tool_choice": "required", "parallel_tool_calls": False},
        lambda a, b: len(a["choices"][0]["message"]["tool_calls"]) == 1,
    ),
    "prediction": (
        {"prediction": {"type": "content", "content": CODE}},
        lambda a, b: spent(a)["accepted_prediction_tokens"] > 10,
    ),
    "presence_penalty": ({"presence_penalty": 1}, TAKEN),
    "prompt_cache_key": ({"prompt_cache_key": "k"}, TAKEN),
    "prompt_cache_options": ({"prompt_cache_options": {"mode": "implicit"}}, TAKEN),
    "prompt_cache_retention": ({"prompt_cache_retention": "24h"}, TAKEN),
    "reasoning_effort": (
        {"model": "o3-mini", "reasoning_effort": "high"},
        lambda a, b: spent(a)["reasoning_tokens"] > 100,
    ),
    "response_format": (
        {"response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": NAMED}}},
        lambda a, b: list(json.loads(text(a))) == ["name"],
    ),
    "safety_identifier": ({"safety_identifier": "s"}, TAKEN),
    "seed": ({"seed": 7}, lambda a, b: text(a) != text(b)),
    "service_tier": ({"service_tier": "fast"}, lambda a, b: a["service_tier"] == "priority"),
    "stop": ({"stop": ["e"]}, lambda a, b: "e" not in text(a)),
    "store": ({"store": True}, TAKEN),
    "stream": ({"stream": False}, TAKEN),
    "stream_options": ({"stream_options": None}, TAKEN),
    "temperature": ({"temperature": 0}, TAKEN),
    "tool_choice": (
        {"tools": [WEATHER], "tool_choice": "required"},
        lambda a, b: a["choices"][0]["finish_reason"] == "tool_calls",
    ),
    "tools": ({"tools": [WEATHER]}, lambda a, b: a["usage"]["prompt_tokens"] > b["usage"]["prompt_tokens"]),
    "top_logprobs": (
        {"logprobs": True, "top_logprobs": 2},
        lambda a, b: len(a["choices"][0]["logprobs"]["content"][0]["top_logprobs"]) == 2,
    ),
    "top_p": ({"top_p": 0.5}, TAKEN),
    "user": ({"user": "ann"}, TAKEN),
    "verbosity": (
        {"verbosity": "low", "n": 20},
        lambda a, b: O200K.count("".join(one["message"]["content"] for one in a["choices"])) < 20 * 45,
    ),
    "web_search_options": (
        {"web_search_options": {"search_context_size": "high"}},
        lambda a, b: len(a["choices"][0]["message"]["annotations"]) == 3,
    ),
}


def test_none_was_forgotten() -> None:
    known = inspect.signature(Completions.create).parameters.keys() - {"self"}
    assert {name for name in known if not name.startswith("extra_") and name != "timeout"} <= set(PARAMETERS)


@pytest.mark.parametrize("name", PARAMETERS)
def test_each_is_taken_and_heeded(name: str) -> None:
    fields, check = PARAMETERS[name]
    given, without = (told(ask(PATH, CHAT | more)) for more in (fields, {}))
    assert typed(ChatCompletion, given).choices
    assert check(given, without)


def test_links_stand_where_annotations_say() -> None:
    for asked, host in (
        (CHAT | {"model": "gpt-4o-search-preview"}, ""),
        (CHAT | {"web_search_options": {}}, NIM),
    ):
        message = told(ask(PATH, asked, host=host or "api.openai.com"))["choices"][0]["message"]
        cited = [one["url_citation"] for one in message["annotations"]]
        assert len(cited) == 2
        for one in cited:
            assert one["url"] in message["content"][one["start_index"] : one["end_index"]]
            assert message["content"][one["start_index"]] == "("
            assert one["title"] == "Tell me about paris"


def test_only_what_is_wanted_is_written() -> None:
    wanted = {str(O200K.encode(word)[0]): 100 for word in ("yes", "no")}
    for number in range(5):
        answer = told(ask(PATH, CHAT | {"logit_bias": wanted, "max_tokens": 1, "seed": number}))
        assert text(answer) in ("yes", "no")
    completion = {"model": "mine", "prompt": "Is it?", "max_tokens": 3, "logit_bias": wanted}
    assert set(told(ask("/v1/completions", completion, host=NIM))["choices"][0]["text"]) <= set("yesno")


def test_a_harmful_request_is_blocked_where_that_is_asked_for() -> None:
    policy = {"input": {"mode": "block"}}
    asked = CHAT | {"messages": KILL, "moderation": {"model": "omni-moderation-latest", "policy": policy}}
    refused = told(ask(PATH, asked))["choices"][0]["message"]
    assert (refused["content"], refused["refusal"] != "") == (None, True)
    harmless = asked | {"messages": CHAT["messages"]}
    assert text(told(ask(PATH, harmless)))
    sent = events(ask(PATH, asked | {"stream": True}))
    assert sent[-1]["moderation"]["input"]["results"][0]["flagged"]
    assert all(typed(ChatCompletionChunk, chunk, "obfuscation") for chunk in sent)
    wrong = CHAT | {"moderation": {"model": "gpt-4o"}}
    assert error(ask(PATH, wrong), 404)["param"] == "model"


@pytest.mark.parametrize(("given", "served"), [("fast", "priority"), ("flex", "flex"), ("auto", "default")])
def test_the_tier_is_counted(given: str, served: str) -> None:
    to = services()
    told(ask(PATH, CHAT | {"service_tier": given}, to))
    assert [SERVICE_TIERS[row["service_tier"]] for row in to.telemetry.rows()] == [served]


def test_what_is_refused() -> None:
    for fields, param in (
        ({"logit_bias": {"yes": 1}}, "logit_bias"),
        ({"logit_bias": {"-1": 1}}, "logit_bias"),
        ({"model": "o3", "stop": "a"}, "stop"),
    ):
        assert error(ask(PATH, CHAT | fields))["param"] == param


def test_a_prompt_without_a_breakpoint_is_not_cached_where_they_are_explicit() -> None:
    long = [{"role": "user", "content": "word " * 3_000}]
    to = services()
    client = Client(to)

    def cached(**fields: Any) -> int:
        def create(api: openai.OpenAI) -> ChatCompletion:
            return api.chat.completions.create(model="gpt-4o", messages=long, extra_body=fields)

        return client.one(create).usage.prompt_tokens_details.cached_tokens

    assert (cached(), cached() > 2_000) == (0, True)
    assert cached(prompt_cache_options={"mode": "explicit"}) == 0
    marked = [{"type": "text", "text": "word " * 3_000, "prompt_cache_breakpoint": {"mode": "explicit"}}]
    said = [{"role": "user", "content": marked}]
    assert cached(prompt_cache_options={"mode": "explicit"}, messages=said) > 2_000
