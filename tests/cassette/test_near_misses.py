"""Requests that differ from a recording in one thing that counts, and in some that do not: it comes first."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from fakeai_proxy.cassette import Cassette, Miss
from fakeai_proxy.core.exchange import Request

from .tape import answer, ask, made, opened

JSON = (("content-type", "application/json"),)
PIXEL = "data:image/png;base64,iVBORw0KGgo="
IMAGE = {"type": "image_url", "image_url": {"url": PIXEL}}
CALL = {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Oslo"}'}}
TOOL = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather of a city",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}
CHAT: dict[str, Any] = {
    "model": "gpt-4o",
    "temperature": 0.2,
    "max_tokens": 100,
    "seed": 7,
    "stop": ["END"],
    "messages": [
        {"role": "system", "content": "You are a guide who knows the harbours of Norway"},
        {"role": "user", "content": [{"type": "text", "text": "What is this?"}, IMAGE]},
        {"role": "assistant", "content": None, "tool_calls": [CALL]},
        {"role": "tool", "tool_call_id": "call_1", "content": "Rain, 7 degrees"},
        {"role": "user", "content": "And how is the weather there tomorrow?"},
    ],
    "tools": [TOOL],
    "tool_choice": "auto",
    "response_format": {"type": "json_schema", "json_schema": {"name": "told", "schema": {"type": "object"}}},
}
RESPONSE: dict[str, Any] = {
    "model": "gpt-4.1",
    "instructions": "Answer in one line",
    "input": [{"role": "user", "content": [{"type": "input_text", "text": "Who built this bridge?"}]}],
    "text": {"format": {"type": "text"}},
}
CLAUDE: dict[str, Any] = {
    "model": "claude-sonnet-4",
    "max_tokens": 64,
    "system": "Speak like a sailor",
    "messages": [{"role": "user", "content": "Where do I find the best fish soup?"}],
}
EMBEDDING: dict[str, Any] = {
    "model": "text-embedding-3-small",
    "input": ["the sea", "the sky"],
    "dimensions": 256,
}
BODIES = {
    "/v1/chat/completions": CHAT,
    "/v1/responses": RESPONSE,
    "/v1/messages": CLAUDE,
    "/v1/embeddings": EMBEDDING,
}
VOLATILE = {"user": "user-9", "metadata": {"run": "77"}, "prompt_cache_key": "k9"}
"""Does not count."""

Change = Callable[[Any], object]
CHAT_PATH, RESPONSES, MESSAGES, EMBEDDINGS = BODIES
FUNCTION = "/tools/0/function"
CALLED = "/messages/2/tool_calls/0/function"


def put(pointer: str, value: Any) -> Change:
    """Set what is there."""

    def change(body: Any) -> None:
        *path, last = (int(name) if name.isdigit() else name for name in pointer.split("/")[1:])
        for step in path:
            body = body[step]
        body[last] = value

    return change


def message(at: int, **turn: Any) -> Change:
    """Put one in."""
    return lambda body: body["messages"].insert(at, turn)


VALUES: tuple[tuple[str, str, Any], ...] = (
    (CHAT_PATH, "/model", "gpt-4o-mini"),
    (CHAT_PATH, "/temperature", 0.7),
    (CHAT_PATH, "/max_tokens", 101),
    (CHAT_PATH, "/seed", 8),
    (CHAT_PATH, "/top_p", 0.9),
    (CHAT_PATH, "/stop/0", "STOP"),
    (CHAT_PATH, "/messages/0/content", "You are a guide who knows the fjords of Norway"),
    (CHAT_PATH, "/messages/0/role", "developer"),
    (CHAT_PATH, "/messages/1/content/0/text", "What is that?"),
    (CHAT_PATH, "/messages/1/content/1/image_url/url", PIXEL[:-4] + "Cgs="),
    (CHAT_PATH, f"{CALLED}/arguments", '{"city": "Moss"}'),
    (CHAT_PATH, f"{CALLED}/name", "tides"),
    (CHAT_PATH, "/messages/3/tool_call_id", "call_2"),
    (CHAT_PATH, "/messages/3/content", "Sun, 17 degrees"),
    (CHAT_PATH, "/messages/4/content", "And how is the weather there today?"),
    (CHAT_PATH, f"{FUNCTION}/name", "tides"),
    (CHAT_PATH, f"{FUNCTION}/description", "The weather of a town"),
    (CHAT_PATH, f"{FUNCTION}/strict", True),
    (CHAT_PATH, "/tool_choice", "required"),
    (CHAT_PATH, "/response_format/json_schema/schema/type", "array"),
    (RESPONSES, "/instructions", "Answer in two lines"),
    (MESSAGES, "/system", "Speak like a pirate"),
    (MESSAGES, "/messages/0/content", "Where do I find the best meat soup?"),
    (EMBEDDINGS, "/input/1", "the ski"),
)
NEAR: tuple[tuple[str, Change, str], ...] = (
    *((path, put(pointer, value), pointer) for path, pointer, value in VALUES),
    (CHAT_PATH, lambda body: body.pop("seed"), "/seed"),
    (CHAT_PATH, message(0, role="system", content="Today is a holiday"), "/messages/0"),
    (CHAT_PATH, message(5, role="user", content="Please hurry"), "/messages/5"),
    (CHAT_PATH, lambda body: body["messages"].pop(0), "/messages/0"),
    (CHAT_PATH, put(f"{FUNCTION}/parameters/required", []), f"{FUNCTION}/parameters/required/0"),
    (RESPONSES, put("/input/0/content/0/text", "Who painted this bridge?"), "/input"),
)


def request(path: str, body: Any) -> Request:
    return Request("POST", path, headers=JSON, body=json.dumps(body).encode())


@pytest.fixture(scope="module")
def cassette(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cassette]:
    """All that was asked, among much else."""
    path: Path = tmp_path_factory.mktemp("near") / "a.db"
    recorded = [(request(path, body), answer()) for path, body in BODIES.items()]
    others = [(ask(f"Tell me about harbour number {n}", seed=n), answer()) for n in range(60)]
    with closing(opened(made(path, *others[:30], *recorded, *others[30:]))) as cassette:
        yield cassette


def test_there_are_thirty() -> None:
    assert len(NEAR) == 30


@pytest.mark.parametrize(("path", "change", "pointer"), NEAR, ids=[pointer for *_, pointer in NEAR])
def test_what_differs_is_told_first(cassette: Cassette, path: str, change: Change, pointer: str) -> None:
    body = copy.deepcopy(BODIES[path])
    change(body)
    missed = cassette.find(request(path, body | VOLATILE))
    assert isinstance(missed, Miss)
    found = missed.explain()
    assert found
    first = found.nearest[0]
    assert first.path == path
    assert [difference.pointer for difference in first.differences][:1] == [pointer]
    assert len(first.differences) == 1
