"""What the client of Azure does with the answers, per group of operations."""

from __future__ import annotations

import json
from io import BytesIO

import openai
import pytest

from tests.endpoints.asking import CHAT, services
from tests.endpoints.sdk import manual

from .client import Azure

PREVIEW = "2025-04-01-preview"


def test_chats_and_completions() -> None:
    azure = Azure(services())
    answer = azure(lambda api: api.chat.completions.create(**CHAT | {"model": "my-gpt"}))
    assert answer.choices[0].message.content
    assert answer.model == "my-gpt"
    text = azure(lambda api: api.completions.create(model="gpt-3.5-turbo-instruct", prompt="Hi"))
    assert text.choices[0].text


def test_a_stream_begins_with_the_verdict_on_the_prompt() -> None:
    azure = Azure(services())
    first, *chunks = azure.sync.chat.completions.create(**CHAT, stream=True)
    assert (first.id, first.choices) == ("", [])
    assert first.prompt_filter_results[0]["content_filter_results"]["violence"]["severity"] == "safe"
    said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert said == Azure(services()).sync.chat.completions.create(**CHAT).choices[0].message.content
    assert chunks[-1].choices[0].finish_reason == "stop"


def test_the_other_groups() -> None:
    to = services()
    azure = Azure(to, PREVIEW)
    vectors = azure(lambda api: api.embeddings.create(model="text-embedding-3-small", input="Hi"))
    assert len(vectors.data[0].embedding) == 1536
    assert azure(lambda api: api.responses.create(model="gpt-4o", input="Hi")).output_text
    assert azure.one(lambda api: api.models.list()).data
    picture = azure.one(lambda api: api.images.generate(model="dall-e-3", prompt="A cat", size="1024x1024"))
    assert picture.data[0].url or picture.data[0].b64_json
    spoken = azure.sync.audio.speech.create(
        model="tts-1", voice="alloy", input="Hello", response_format="wav"
    )
    sound = ("hello.wav", BytesIO(spoken.content))
    assert azure.sync.audio.transcriptions.create(model="whisper-1", file=sound).text
    events = [*azure.sync.responses.create(model="gpt-4o", input="Hi", stream=True)]
    assert (events[0].type, events[-1].type) == ("response.created", "response.completed")
    line = {"custom_id": "a", "method": "POST", "url": "/chat/completions", "body": CHAT}
    lines = BytesIO(json.dumps(line).encode())
    file = azure.one(lambda api: api.files.create(file=("b.jsonl", lines), purpose="batch"))
    batch = azure.one(
        lambda api: api.batches.create(
            input_file_id=file.id, endpoint="/chat/completions", completion_window="24h"
        )
    )
    manual(to.clock).advance(60)
    batch = azure.one(lambda api: api.batches.retrieve(batch.id))
    assert batch.status == "completed"
    [told] = azure.sync.files.content(batch.output_file_id).text.splitlines()
    assert json.loads(told)["response"]["body"]["choices"]


def test_errors_as_the_sdk_raises_them() -> None:
    azure = Azure(services())
    with pytest.raises(openai.NotFoundError, match="Resource not found"):
        Azure(services(), "yesterday")(lambda api: api.chat.completions.create(**CHAT))
    with pytest.raises(openai.NotFoundError) as absent:
        azure(lambda api: api.models.retrieve("nothing"))
    assert absent.value.code == "DeploymentNotFound"
    with pytest.raises(openai.BadRequestError) as refused:
        azure(lambda api: api.chat.completions.create(**CHAT, temperature=9))
    assert (refused.value.param, refused.value.code) == ("temperature", "decimal_above_max_value")
