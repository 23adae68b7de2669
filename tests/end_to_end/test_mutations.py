"""The real SDK and mutations: made of recordings beforehand, and of answers as they are replayed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fakeai_proxy.cli.main import called
from fakeai_proxy.core.steps import Data, End, Head
from tests.cassette.tape import JSON, SSE, ask, made
from tests.faults.payload.answers import WEATHER, Answer
from tests.proxy.serving import Serving

from .recording import replaying
from .sdk import Ask, sdk_by

ANSWER = Answer(calls=(WEATHER,))
AT_REPLAY: list[dict[str, Any]] = [
    {"type": "model", "to": "gpt-9", "match": {"source": "recorded"}},
    {"type": "add_fields"},
    {"type": "headers", "set": {"x-mutated": "yes"}},
    {"type": "model", "of": "request", "to": "gpt-4o", "only": "gpt-4o-alias"},
    {"type": "status", "status": 500, "match": {"source": "live"}},
]


def chat(text: str, model: str = "gpt-4o", **fields: Any) -> Ask:
    messages = [{"role": "user", "content": text}]
    return lambda client: client.chat.completions.create(model=model, messages=messages, **fields)


@pytest.fixture(scope="module")
def proxy(confdir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """Replays what `cassette mutate` made, with mutations of its own."""
    folder = tmp_path_factory.mktemp("mutations")
    stream = [Head(200, SSE), *map(Data, ANSWER.streamed("chat")), End()]
    whole = [Head(200, JSON), Data(ANSWER.whole("chat")), End()]
    tape = made(folder / "a.db", (ask("Hi", stream=True), stream), (ask("Hi"), whole), (ask("Hi"), whole))
    recipe = json.dumps(
        [{"type": "truncate", "tokens": 2}, {"type": "text", "pattern": "quick", "replace": "slow"}]
    )
    assert (
        called(["cassette", "mutate", str(tape), "--mutation", recipe, "--into", str(folder / "b.db")]) == 0
    )
    with replaying(confdir, folder / "b.db", mutations=json.dumps(AT_REPLAY)) as serving:
        yield serving


@pytest.mark.parametrize("way", ["sync by HTTPS_PROXY", "async by base URL"])
def test_recorded_derived_and_mutated_again(way: str, proxy: Serving) -> None:
    with sdk_by(way, proxy) as sdk:
        model = "gpt-4o" if way.startswith("sync") else "gpt-4o-alias"
        answer = sdk.whole(chat("Hi", model))
        (choice,) = answer.choices
        assert (answer.model, choice.message.content, choice.finish_reason) == ("gpt-9", "The slow", "length")
        assert choice.message.tool_calls is None
        assert answer.usage.completion_tokens < ANSWER.spent
        assert answer.x_unknown == {"nested": [1, None]}


def test_streamed(proxy: Serving) -> None:
    with sdk_by("sync by base URL /v1", proxy) as sdk:
        chunks = sdk.stream(chat("Hi", stream=True))
    text = "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices)
    assert ({chunk.model for chunk in chunks}, text) == ({"gpt-9"}, "The slow")
    assert (
        chunks[-1].usage.total_tokens == chunks[-1].usage.prompt_tokens + chunks[-1].usage.completion_tokens
    )


def test_a_miss_is_told_as_it_is(proxy: Serving) -> None:
    with sdk_by("sync by base URL", proxy) as sdk:
        missed = sdk.refusal(chat("nobody asked this"))
    assert "x-mutated" not in missed.response.headers
    assert missed.status_code == 404
