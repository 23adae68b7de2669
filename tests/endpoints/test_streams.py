"""A stream says what the whole answer says, byte for byte."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import to_json

from fakeai_proxy.core.sse import Decoder
from fakeai_proxy.endpoints.chat_answer import ChatAnswer
from fakeai_proxy.endpoints.chat_stream import chat_stream
from fakeai_proxy.endpoints.sampling import Called, Choice
from fakeai_proxy.endpoints.stamp import Stamp
from fakeai_proxy.synth import TokenLogprob
from fakeai_proxy.wire.base import StreamOptions
from fakeai_proxy.wire.chat import ChatRequest
from fakeai_proxy.wire.usage import usage
from tests.playbook import body, head

from . import merging
from .asking import CHAT, NIM, ask, context, events, services, steps
from .runs import planned

WORDS = st.sampled_from(
    ["Tell me of Paris.", "What is the weather in Rome and Oslo?", "Add 2 and 3, as JSON.", "Look up 'é'."]
)
PLACE = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
STRICT = {**PLACE, "additionalProperties": False}
FUNCTION = {"name": "get_weather", "description": "The weather of a city.", "parameters": PLACE}
TOOLS = st.lists(
    st.sampled_from(
        [
            {"type": "function", "function": FUNCTION},
            {"type": "function", "function": {"name": "add", "parameters": {}}},
            {"type": "custom", "custom": {"name": "look_up"}},
        ]
    ),
    min_size=1,
    max_size=3,
    unique_by=str,
)
MODELS = st.sampled_from(
    ["gpt-4o", "o3-mini", "gpt-4o-search-preview", "mine", "deepseek-ai/deepseek-r1", "gpt-4"]
)
LIMITS = st.integers(0, 60) | st.none()
SHARED = {
    "n": st.integers(1, 3),
    "seed": st.integers(0, 5),
    "stop": st.sampled_from([".", ["a", " the"]]),
    "temperature": st.sampled_from([0, 1]),
    "logit_bias": st.sampled_from([{"13": -100}, {"262": -100, "290": -1}]),
    "min_tokens": st.integers(0, 20),
}
CHATS = st.fixed_dictionaries(
    {"model": MODELS, "messages": WORDS.map(lambda said: [{"role": "user", "content": said}])},
    optional=SHARED
    | {
        "max_completion_tokens": LIMITS,
        "logprobs": st.booleans(),
        "top_logprobs": st.integers(0, 3),
        "tools": TOOLS,
        "tool_choice": st.sampled_from(["auto", "required", "none"]),
        "functions": st.just([FUNCTION]),
        "response_format": st.sampled_from(
            [
                {"type": "json_object"},
                {"type": "json_schema", "json_schema": {"name": "a", "strict": True, "schema": STRICT}},
            ]
        ),
        "prediction": st.just({"type": "content", "content": "Paris is a city of the world. " * 5}),
        "verbosity": st.sampled_from(["low", "medium", "high"]),
        "reasoning_effort": st.sampled_from(["none", "low", "high"]),
        "service_tier": st.sampled_from(["auto", "flex", "fast"]),
        "web_search_options": st.just({}),
        "store": st.booleans(),
        "moderation": st.just({"model": "omni-moderation-latest"}),
        "modalities": st.just(["text", "audio"]),
        "audio": st.just({"voice": "alloy", "format": "pcm16"}),
    },
)
COMPLETIONS = st.fixed_dictionaries(
    {
        "model": st.sampled_from(["gpt-3.5-turbo-instruct", "mine"]),
        "prompt": WORDS | st.lists(WORDS, max_size=2),
    },
    optional=SHARED
    | {"max_tokens": LIMITS, "logprobs": st.integers(0, 3), "echo": st.booleans(), "suffix": WORDS},
)
RESPONSES = st.fixed_dictionaries(
    {"model": MODELS, "input": WORDS},
    optional={
        "max_output_tokens": st.integers(16, 60),
        "top_logprobs": st.integers(0, 3),
        "tools": st.lists(
            st.sampled_from(
                [
                    {"type": "function", **FUNCTION},
                    {"type": "custom", "name": "look_up"},
                    {"type": "web_search"},
                    {"type": "code_interpreter", "container": {"type": "auto"}},
                ]
            ),
            max_size=3,
            unique_by=str,
        ),
        "reasoning": st.fixed_dictionaries(
            {}, optional={"effort": st.just("low"), "summary": st.just("auto")}
        ),
        "text": st.sampled_from([{"format": {"type": "json_schema", "name": "a", "schema": PLACE}}]),
        "store": st.booleans(),
    },
)
HOSTS = st.sampled_from(["api.openai.com", NIM])
USAGE = {"stream": True, "stream_options": {"include_usage": True}}


def both(path, asked, host, stream):
    """The whole answer, and the events of the stream; None where both are refused alike."""
    answers = [list(steps(ask(path, asked | form, services(), host=host))) for form in ({}, stream)]
    statuses = [head(answer).status for answer in answers]
    assert statuses[0] == statuses[1]
    if statuses[0] != 200:
        return None
    events = [event.data for event in Decoder().feed(body(answers[1]))]
    return json.loads(body(answers[0])), [json.loads(event) for event in events if event != "[DONE]"]


def same(whole, merged):
    assert merging.nameless(to_json(merged).decode()) == merging.nameless(to_json(whole).decode())


def sorted_fields(value):
    """`value` with the fields of all its objects in alphabetical order."""
    if isinstance(value, list):
        return [sorted_fields(one) for one in value]
    return {name: sorted_fields(value[name]) for name in sorted(value)} if isinstance(value, dict) else value


@given(CHATS, HOSTS)
@settings(deadline=None, max_examples=50)
def test_chats(asked, host):
    if found := both("/v1/chat/completions", asked, host, USAGE):
        whole, events = found
        del whole["id"]
        same(sorted_fields(whole), sorted_fields(merging.chat(events)))


@given(COMPLETIONS, HOSTS)
@settings(deadline=None, max_examples=25)
def test_completions(asked, host):
    if found := both("/v1/completions", asked, host, USAGE):
        whole, events = found
        del whole["id"]
        same(sorted_fields(whole), sorted_fields(merging.completion(events)))


@given(RESPONSES, HOSTS)
@settings(deadline=None, max_examples=25)
def test_responses(asked, host):
    if found := both("/v1/responses", asked, host, {"stream": True}):
        whole, events = found
        same(whole, events[-1]["response"])
        done = [event["item"] for event in events if event["type"] == "response.output_item.done"]
        same(whole["output"], done)
        for said, kind in (("text", "output_text"), ("arguments", "function_call_arguments")):
            deltas = [event["delta"] for event in events if event["type"] == f"response.{kind}.delta"]
            ended = [event[said] for event in events if event["type"] == f"response.{kind}.done"]
            assert "".join(deltas) == "".join(ended)


SEVERAL = [Called("call_1", "custom", "f", ("a", "b"), 2), Called("call_2", "function", "g", ("{}",), 2)]
LIKELY = TokenLogprob("No", -0.5, (78, 111))


@pytest.mark.parametrize(
    "choice",
    [
        Choice(0, ("No",), "stop", (LIKELY,), refused=True),
        Choice(0, (), "length", ()),
        Choice(0, (), "tool_calls", calls=tuple(SEVERAL), reasoned=1, reasoning=("Hm",)),
        Choice(0, (), "function_call", calls=(Called("", "function", "f", ("{", "}"), 2),)),
    ],
)
def test_what_is_seldom_answered(choice):
    asked = ChatRequest(**CHAT, stream_options=StreamOptions(include_usage=True))
    answer = ChatAnswer(asked, Stamp("chatcmpl-1", 1, "gpt-4o", None), "default", [choice], usage(5, 4))
    sent = events(chat_stream(answer, planned(), context()))
    merged = merging.chat(sent) | {"id": "chatcmpl-1"}
    same(sorted_fields(answer.whole()), sorted_fields(merged))
