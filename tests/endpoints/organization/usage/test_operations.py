"""Thirty requests of several kinds: what usage and costs tell is what their answers said."""

import json
from typing import Any

import pytest
from openai import OpenAI

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.endpoints import dispatch
from tests.endpoints.asking import services
from tests.endpoints.organization.asking import administered
from tests.endpoints.sdk import Client

SAY = [{"role": "user", "content": "Tell me about Paris."}]
START = 1_700_000_000


def chat(api: OpenAI, number: int) -> dict[str, int]:
    usage = api.chat.completions.create(model="gpt-4o-mini", messages=SAY, max_tokens=number + 1).usage
    return {"input_tokens": usage.prompt_tokens, "output_tokens": usage.completion_tokens}


def streamed(api: OpenAI, number: int) -> dict[str, int]:
    options = {"stream": True, "stream_options": {"include_usage": True}}
    *_, last = api.chat.completions.create(model="gpt-4o", messages=SAY, **options)
    return {"input_tokens": last.usage.prompt_tokens, "output_tokens": last.usage.completion_tokens}


def response(api: OpenAI, number: int) -> dict[str, int]:
    usage = api.responses.create(model="gpt-4o-mini", input=f"Hi {number}").usage
    return {"input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens}


def embedded(api: OpenAI, number: int) -> dict[str, int]:
    return {
        "embedded": api.embeddings.create(
            model="text-embedding-3-small", input="a" * number
        ).usage.total_tokens
    }


ASKED = (chat, streamed, response, embedded, chat)


@pytest.fixture(scope="module")
def traffic() -> tuple[Client, list[tuple[str, dict[str, int]]]]:
    """A client, and what 30 answers said of themselves, each with the project of its key."""
    to = services()
    projects = administered(Client(to)).projects
    ids = [projects.create(name=name).id for name in ("Apollo", "Gemini")]
    keys = [projects.service_accounts.create(id, name="bot").api_key.value for id in ids]
    clients = [Client(to, key=key).sync for key in keys]
    said = []
    for number in range(30):
        to.clock.advance(1_000)
        said.append((ids[number % 2], ASKED[number % 5](clients[number % 2], number + 1)))
    with pytest.raises(Exception, match="model"):
        clients[0].chat.completions.create(model="text-embedding-3-small", messages=SAY)
    return Client(to), said


def total(said: Any, name: str, project: str = "") -> int:
    return sum(one.get(name, 0) for of, one in said if project in ("", of))


def results(client: Client, kind: str, **query: Any) -> list[Any]:
    found = client.one(
        lambda api: getattr(api.admin.organization.usage, kind)(start_time=START, limit=31, **query)
    )
    return [result for bucket in found.data for result in bucket.results]


def test_the_sum_over_buckets_is_the_sum_of_all_answers(traffic) -> None:
    client, said = traffic
    for width in ("1h", "1d"):
        found = results(client, "completions", bucket_width=width)
        for name in ("input_tokens", "output_tokens"):
            assert sum(getattr(one, name) for one in found) == total(said, name)
        assert sum(one.num_model_requests for one in found) == 24
    assert sum(one.input_tokens for one in results(client, "embeddings")) == total(said, "embedded")


def test_each_project_and_key_has_its_own(traffic) -> None:
    client, said = traffic
    grouped = results(client, "completions", group_by=["project_id", "api_key_id"])
    assert {one.project_id for one in grouped} == {project for project, _ in said}
    for project in {project for project, _ in said}:
        mine = [one for one in grouped if one.project_id == project]
        assert sum(one.output_tokens for one in mine) == total(said, "output_tokens", project)
        [key] = administered(client).projects.api_keys.list(project).data
        assert {one.api_key_id for one in mine} == {key.id}
        assert (
            results(client, "completions", api_key_ids=[key.id], group_by=["project_id", "api_key_id"])
            == mine
        )


def test_models_and_what_nobody_used(traffic) -> None:
    client, _ = traffic
    models = {
        one.model: one.num_model_requests
        for one in results(
            client, "completions", group_by=["model"], bucket_width="1d", project_ids=[], models=["gpt-4o"]
        )
    }
    assert [*models] == ["gpt-4o-2024-08-06"]
    for kind in ("images", "moderations", "audio_speeches", "audio_transcriptions", "web_search_calls"):
        assert results(client, kind) == []
    for kind in ("vector_stores", "code_interpreter_sessions", "file_search_calls"):
        assert results(client, kind) == []


def test_costs_are_those_of_the_tokens(traffic) -> None:
    client, said = traffic
    costs = client(lambda api: api.admin.organization.usage.costs(start_time=START, group_by=["line_item"]))
    lines: dict[str, float] = {}
    for one in (one for bucket in costs.data for one in bucket.results):
        lines[one.line_item] = lines.get(one.line_item, 0) + one.quantity
        rate = {
            "gpt-4o-mini-2024-07-18, output_tokens": 0.6e-6,
            "text-embedding-3-small, input_tokens": 0.02e-6,
        }
        if one.line_item in rate:
            assert one.amount.value == pytest.approx(one.quantity * rate[one.line_item])
    assert lines["text-embedding-3-small, input_tokens"] == total(said, "embedded")
    output = sum(quantity for name, quantity in lines.items() if name.endswith("output_tokens"))
    assert output == total(said, "output_tokens")
    whole = client(lambda api: api.admin.organization.usage.costs(start_time=START))
    sums = [sum(one.amount.value for one in bucket.results) for bucket in costs.data]
    assert [one.results[0].amount.value if one.results else 0 for one in whole.data] == pytest.approx(sums)


def test_what_is_not_counted_in_tokens() -> None:
    to = services()
    client = Client(to)
    api, text = client.sync, "Hello there."
    api.images.generate(model="dall-e-2", prompt="A cat", size="256x256", n=2)
    sound = api.audio.speech.create(model="tts-1", voice="alloy", input=text, response_format="wav").content
    said = api.audio.transcriptions.create(
        model="whisper-1", file=("a.wav", sound), response_format="verbose_json"
    )
    search = [{"type": "web_search", "search_context_size": "low"}]
    api.responses.create(model="gpt-4o", input="News?", tools=search)
    body = json.dumps({"model": "gpt-4o-mini", "messages": SAY}).encode()
    played = [*dispatch(Request("POST", "/v1/chat/completions", body=body), to, batch=True)]
    assert played
    [images] = results(client, "images", group_by=["size", "source"])
    assert (images.images, images.size, images.source) == (2, "256x256", "image.generation")
    [spoken], [heard] = results(client, "audio_speeches"), results(client, "audio_transcriptions")
    assert (spoken.characters, heard.seconds) == (len(text), round(said.duration))
    [searched] = results(client, "web_search_calls", group_by=["context_level"])
    assert (searched.num_requests, searched.context_level) == (1, "low")
    [batch] = results(client, "completions", batch=True, group_by=["batch"])
    assert (batch.num_model_requests, batch.batch) == (1, True)
    costs = client.one(
        lambda api: api.admin.organization.usage.costs(start_time=START, group_by=["line_item"])
    )
    dollars = {one.line_item: one.amount.value for one in costs.data[0].results}
    assert dollars["dall-e-2, images"] == pytest.approx(0.032)
    assert dollars["tts-1, characters"] == pytest.approx(len(text) * 15e-6)
    assert dollars["whisper-1, duration"] == pytest.approx(said.duration * 0.0001)
    assert dollars["web search tool calls"] == pytest.approx(0.01)
    assert dollars["gpt-4o-mini-2024-07-18, output_tokens"] == pytest.approx(batch.output_tokens * 0.3e-6)
