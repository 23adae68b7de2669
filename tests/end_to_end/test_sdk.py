"""What the real `openai` SDK reads: sync and async, over TLS through the proxy and by base URL."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import anthropic
import openai
import pytest
from openai import HttpxBinaryResponseContent

from fakeai_proxy.tokens import tokenizer
from tests.proxy.serving import Serving

from .sdk import BY_EVERY_DOOR, Ask, Sdk, developers_environ, sdk_by


@pytest.fixture(scope="module", params=BY_EVERY_DOOR)
def sdk(request: pytest.FixtureRequest, simulator: Serving) -> Iterator[Sdk]:
    with sdk_by(request.param, simulator) as client:
        yield client


def chat(**fields: Any) -> Ask:
    """A short conversation with a seed: asked again, it gets the same text."""
    messages = [
        {"role": "developer", "content": "You are brief."},
        {"role": "user", "content": "What is a proxy?"},
    ]
    asked = {"model": "gpt-4o-mini", "messages": messages, "seed": 7, **fields}
    return lambda client: client.chat.completions.create(**asked)


def completion(**fields: Any) -> Ask:
    asked = {"model": "gpt-3.5-turbo-instruct", "prompt": "Once upon a time", "seed": 7, **fields}
    return lambda client: client.completions.create(**asked)


def embedding(**fields: Any) -> Ask:
    asked = {"model": "text-embedding-3-small", "input": "a proxy stands between", **fields}
    return lambda client: client.embeddings.create(**asked)


def said(events: list[Any], index: int = 0) -> list[str]:
    """The pieces of text of one choice, in a stream of either kind."""
    choices = [choice for event in events for choice in event.choices if choice.index == index]
    texts = [choice.delta.content if hasattr(choice, "delta") else choice.text for choice in choices]
    return [text for text in texts if text]


def count(text: str, encoding: str = "o200k_base") -> int:
    return len(tokenizer(encoding).encode(text))


def test_an_exact_repeat_is_cached(sdk: Sdk, request: pytest.FixtureRequest) -> None:
    """Whole or streamed, for each model apart; no other test asks the same."""
    text = f"{request.node.name}: " + " ".join(f"Line {at} ends at station {at * 7}." for at in range(200))
    ask = {"messages": [{"role": "user", "content": text}], "max_tokens": 3}
    for model, kept in (("gpt-4o", 0.9), ("meta/llama-3.1-8b-instruct", 0.98)):
        usages = [sdk.whole(chat(model=model, **ask)).usage for _ in range(2)]
        told = {"stream": True, "stream_options": {"include_usage": True}}
        usages.append(sdk.stream(chat(model=model, **ask, **told))[-1].usage)
        cached = [usage.prompt_tokens_details.cached_tokens for usage in usages]
        assert cached[0] == 0
        assert kept * usages[0].prompt_tokens < cached[1] == cached[2] < usages[0].prompt_tokens


def test_open_models_show_their_reasoning(sdk: Sdk) -> None:
    ask = {"model": "deepseek-ai/deepseek-r1", "reasoning_effort": "low", "max_tokens": None}
    whole = sdk.whole(chat(**ask))
    deltas = [event.choices[0].delta for event in sdk.stream(chat(**ask, stream=True))]
    thoughts = [text for delta in deltas if (text := getattr(delta, "reasoning_content", None))]
    assert "".join(thoughts) == whole.choices[0].message.reasoning_content
    assert len(thoughts) == whole.usage.completion_tokens_details.reasoning_tokens > 0


def test_an_url_of_a_picture_leads_back_through_the_same_door(sdk: Sdk) -> None:
    asked = {"model": "dall-e-2", "prompt": "a proxy", "size": "256x256"}
    [picture] = sdk.whole(lambda client: client.images.generate(**asked)).data
    found = sdk.whole(lambda client: client.get(picture.url, cast_to=HttpxBinaryResponseContent))
    assert found.content.startswith(b"\x89PNG")


def test_a_prediction_is_accounted_for(sdk: Sdk) -> None:
    text = "\n".join(f"total_{at} = price * amount + {at}" for at in range(20))
    answer = sdk.whole(chat(prediction={"type": "content", "content": text}))
    details = answer.usage.completion_tokens_details
    assert details.accepted_prediction_tokens + details.rejected_prediction_tokens == count(text)
    assert details.accepted_prediction_tokens > 0.8 * count(text)


def test_a_chat(sdk: Sdk) -> None:
    answer = sdk.whole(chat(max_tokens=12))
    (choice,) = answer.choices
    assert answer.object == "chat.completion"
    assert answer.model.startswith("gpt-4o-mini-")
    assert answer.id.startswith("chatcmpl-")
    assert answer._request_id.startswith("req_")
    assert (choice.message.role, choice.finish_reason) == ("assistant", "length")
    assert answer.usage.completion_tokens == count(choice.message.content) == 12
    framing = 3 * (1 + 2)  # OpenAI's cookbook: three a message, three for the answer to begin
    words = ("developer", "You are brief.", "user", "What is a proxy?")
    assert answer.usage.prompt_tokens == framing + sum(map(count, words))
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + 12


@pytest.mark.parametrize("model", ["gpt-4o-mini", "gpt-3.5-turbo", "gpt-oss-120b", "never-heard-of-it"])
def test_a_streamed_chat_says_what_the_whole_one_says_token_by_token(sdk: Sdk, model: str) -> None:
    whole = sdk.whole(chat(model=model))
    events = sdk.stream(chat(model=model, stream=True, stream_options={"include_usage": True}))
    pieces = said(events)
    assert "".join(pieces).encode() == whole.choices[0].message.content.encode()
    usage, reasoned = events[-1].usage, whole.usage.completion_tokens_details.reasoning_tokens
    assert (usage.prompt_tokens, usage.completion_tokens) == (
        whole.usage.prompt_tokens,
        whole.usage.completion_tokens,
    )
    assert [event.usage for event in events[:-1]] == [None] * (len(events) - 1)
    assert len(pieces) == whole.usage.completion_tokens - reasoned
    assert {event.id for event in events} == {events[0].id}
    assert events[-2].choices[0].finish_reason == whole.choices[0].finish_reason


def test_usage_is_told_only_when_asked(sdk: Sdk) -> None:
    assert {event.usage for event in sdk.stream(chat(stream=True))} == {None}


def test_n_texts(sdk: Sdk) -> None:
    whole, events = sdk.whole(chat(n=3, max_tokens=9)), sdk.stream(chat(n=3, max_tokens=9, stream=True))
    texts = [choice.message.content for choice in whole.choices]
    assert len(set(texts)) == 3
    assert ["".join(said(events, index)) for index in range(3)] == texts
    assert whole.usage.completion_tokens == sum(map(count, texts)) == 27


def test_the_same_seed_the_same_text_and_without_one_another(sdk: Sdk) -> None:
    texts = [sdk.whole(chat(seed=seed)).choices[0].message.content for seed in (1, 1, 2, None, None)]
    assert texts[0] == texts[1]
    assert len(set(texts)) == 4


@pytest.mark.parametrize("stop", [" ", ["?", "the"]])
def test_stop(sdk: Sdk, stop: str | list[str]) -> None:
    (choice,) = sdk.whole(chat(stop=stop, max_tokens=400)).choices
    events = sdk.stream(chat(stop=stop, max_tokens=400, stream=True))
    assert choice.finish_reason == events[-1].choices[0].finish_reason == "stop"
    assert choice.message.content == "".join(said(events))
    assert not any(word in choice.message.content for word in stop)


@pytest.mark.parametrize("limit", ["max_tokens", "max_completion_tokens"])
def test_limits(sdk: Sdk, limit: str) -> None:
    events = sdk.stream(chat(stream=True, **{limit: 5}))
    assert len(said(events)) == 5
    assert events[-1].choices[0].finish_reason == "length"


def test_minimum_and_no_end_of_sequence(sdk: Sdk) -> None:
    extra = {"max_tokens": 700, "extra_body": {"ignore_eos": True, "min_tokens": 10}}
    assert sdk.whole(chat(**extra)).usage.completion_tokens == 700


def test_log_probabilities(sdk: Sdk) -> None:
    asked = {"max_tokens": 6, "logprobs": True, "top_logprobs": 3}
    (choice,) = sdk.whole(chat(**asked)).choices
    streamed = [event.choices[0].logprobs for event in sdk.stream(chat(stream=True, **asked))]
    tokens = choice.logprobs.content
    assert "".join(entry.token for entry in tokens) == choice.message.content
    assert b"".join(bytes(entry.bytes) for entry in tokens).decode() == choice.message.content
    assert all(len(entry.top_logprobs) == 3 for entry in tokens)
    assert sum(math.exp(entry.logprob) for entry in tokens[0].top_logprobs) <= 1
    assert [entry for part in streamed if part for entry in part.content or ()] == tokens


def test_a_response_goes_on_from_the_one_before(sdk: Sdk) -> None:
    """Whole and streamed, with a call of a tool and its result."""
    city = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    asked: Any = {
        "model": "gpt-4o-mini",
        "input": "What is the weather in Paris?",
        "temperature": 0,
        "tools": [{"type": "function", "name": "get_weather", "parameters": city, "strict": False}],
    }
    (call,) = sdk.whole(lambda client: client.responses.create(**asked)).output
    events = sdk.stream(lambda client: client.responses.create(**asked, stream=True))
    assert [event.sequence_number for event in events] == list(range(len(events)))
    last = events[-1].response
    assert (last.output[0].arguments, call.arguments) == ('{"city":"Paris"}',) * 2
    result = {"type": "function_call_output", "call_id": last.output[0].call_id, "output": '{"sky": "clear"}'}
    again = {**asked, "input": [result], "previous_response_id": last.id}
    assert sdk.whole(lambda client: client.responses.create(**again)).output_text.startswith(
        "The sky is clear."
    )


def test_a_json_object(sdk: Sdk) -> None:
    messages = [{"role": "user", "content": "Answer in JSON."}]
    asked = {"messages": messages, "response_format": {"type": "json_object"}}
    (choice,) = sdk.whole(chat(**asked)).choices
    assert isinstance(json.loads(choice.message.content), dict)
    assert choice.finish_reason == "stop"
    assert "".join(said(sdk.stream(chat(stream=True, **asked)))) == choice.message.content


def test_completions(sdk: Sdk) -> None:
    whole = sdk.whole(completion(max_tokens=20))
    events = sdk.stream(completion(max_tokens=20, stream=True, stream_options={"include_usage": True}))
    assert "".join(said(events)) == whole.choices[0].text
    assert len(said(events)) == whole.usage.completion_tokens == count(whole.choices[0].text, "cl100k_base")
    assert whole.usage.prompt_tokens == count("Once upon a time", "cl100k_base")
    assert events[-1].usage == whole.usage


def test_a_batch_of_prompts(sdk: Sdk) -> None:
    asked = {"prompt": ["one", "two", "three"], "n": 2, "max_tokens": 4, "logprobs": 2}
    whole, events = sdk.whole(completion(**asked)), sdk.stream(completion(**asked, stream=True))
    assert [choice.index for choice in whole.choices] == [0, 1, 2, 3, 4, 5]
    assert [choice.text for choice in whole.choices] == ["".join(said(events, n)) for n in range(6)]
    assert "".join(whole.choices[0].logprobs.tokens) == whole.choices[0].text
    assert whole.usage.completion_tokens == 24


@pytest.mark.parametrize(
    ("model", "asked", "length"),
    [
        ("text-embedding-3-small", None, 1536),
        ("text-embedding-3-large", None, 3072),
        ("text-embedding-3-large", 256, 256),
        ("text-embedding-ada-002", None, 1536),
    ],
)
def test_embeddings(sdk: Sdk, model: str, asked: int | None, length: int) -> None:
    """The SDK asks for base64 unless told otherwise."""
    dimensions = {"dimensions": asked} if asked else {}
    packed = sdk.whole(embedding(model=model, **dimensions))
    plain = sdk.whole(embedding(model=model, encoding_format="float", **dimensions))
    (vector,), (other,) = packed.data, plain.data
    assert len(vector.embedding) == length
    assert math.isclose(math.hypot(*vector.embedding), 1, abs_tol=1e-5)
    assert vector.embedding == pytest.approx(other.embedding, abs=1e-7)
    assert (
        packed.usage.prompt_tokens
        == plain.usage.prompt_tokens
        == count("a proxy stands between", "cl100k_base")
    )


def test_texts_that_share_words_are_closer(sdk: Sdk) -> None:
    texts = ["the cat sat on the mat", "a cat on a mat", "interest rates rose sharply"]
    one, near, far = (entry.embedding for entry in sdk.whole(embedding(input=texts)).data)
    assert math.dist(one, near) < math.dist(one, far)


def test_models(sdk: Sdk) -> None:
    listed = sdk.whole(lambda client: client.models.list()).data
    one = sdk.whole(lambda client: client.models.retrieve("gpt-4o"))
    assert one in listed
    assert (one.id, one.object, one.owned_by) == ("gpt-4o", "model", "system")


def test_the_headers_of_the_api(sdk: Sdk) -> None:
    raw = sdk.whole(
        lambda client: client.chat.completions.with_raw_response.create(
            model="gpt-4o", messages=[{"role": "user", "content": "Hi"}], max_tokens=1
        )
    )
    assert raw.headers["openai-version"] == "2020-10-01"
    assert raw.headers["openai-processing-ms"] == "0"
    assert raw.headers["x-request-id"] == raw.parse()._request_id


def test_http_2_is_spoken_where_it_is_offered(simulator: Serving) -> None:
    with sdk_by("sync by http/2", simulator) as sdk:
        raw = sdk.whole(lambda client: client.models.with_raw_response.list())
    assert raw.http_response.http_version == "HTTP/2"


def test_another_process_with_the_same_seed_says_the_same(simulator: Serving, provider: str) -> None:
    messages = [{"role": "user", "content": "Only asked here."}]
    with sdk_by("sync by base URL", simulator) as sdk:
        ours = [sdk.whole(chat(messages=messages, seed=None)) for _ in range(3)]
    there = openai.OpenAI(api_key="sk-nobody", base_url=provider)
    with there:
        theirs = [chat(messages=messages, seed=None)(there) for _ in range(3)]
    assert [(one.id, one.choices, one.usage) for one in ours] == [
        (one.id, one.choices, one.usage) for one in theirs
    ]
    assert len({one.choices[0].message.content for one in ours}) == 3


def test_other_providers_of_the_same_api(simulator: Serving) -> None:
    """Azure names the model in its path, NIM is another host; both are ours without a word."""
    with developers_environ(simulator, "HTTPS_PROXY"):
        azure = openai.AzureOpenAI(
            api_key="nobody", azure_endpoint="https://team.openai.azure.com", api_version="2024-10-21"
        )
        nim = openai.OpenAI(api_key="nvapi-nobody", base_url="https://integrate.api.nvidia.com/v1")
    for client, model in ((azure, "our-deployment"), (nim, "meta/llama-3.1-8b-instruct")):
        with client:
            whole = chat(model=model)(client)
            events = list(chat(model=model, stream=True)(client))
            with pytest.raises(openai.BadRequestError, match="Invalid 'messages'"):
                chat(model=model, messages=[])(client)
        assert "".join(said(events)) == whole.choices[0].message.content
        assert whole.model == model


def test_anthropic_by_the_same_proxy(simulator: Serving) -> None:
    """Its own host through the proxy, and a base URL of ours: there the path alone says whose API it is."""
    with developers_environ(simulator, "HTTPS_PROXY"):
        doors = [anthropic.Anthropic(api_key="nobody")]
    doors.append(anthropic.Anthropic(api_key="nobody", base_url=simulator.reverse))
    asked = {"model": "claude-sonnet-4-6", "max_tokens": 99, "messages": [{"role": "user", "content": "Hi"}]}
    for client in doors:
        with client:
            with client.messages.stream(**asked) as stream:
                text = "".join(stream.text_stream)
            assert text == stream.get_final_message().content[0].text
            with pytest.raises(anthropic.BadRequestError) as refused:
                client.messages.create(**asked | {"messages": []})
            assert refused.value.request_id == refused.value.body["request_id"]
