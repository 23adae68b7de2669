"""Requests that ask for a bad answer."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.faults.payload.degraded import Degraded, Kind
from fakeai_proxy.faults.payload.instructions import INSTRUCTIONS

from .answers import PATHS
from .played import hit

TOOLS = {
    "tools": [{"type": "function", "function": {"name": "f"}}],
    "tool_choice": "required",
    "x": [1.0, None, 10**30],
}
FORMAT = {
    "response_format": {"type": "json_schema", "json_schema": {"name": "s", "schema": {}}},
    "max_tokens": 7,
}
USER = {"role": "user", "content": [{"type": "text", "text": "ü"}]}
BAD = "Be bad."
PART = {"type": "text", "text": BAD}

FINITE = st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | st.integers() | FINITE | st.text()


def changed(path: str, body: Any) -> Any:
    """The body that goes on."""
    content = json.dumps(body).encode()
    headers = (("authorization", "Bearer x"), ("content-length", str(len(content))))
    request = Request("POST", path, headers=headers, body=content)
    made = Degraded(instruction=BAD).change(replace(hit(), request=request))
    assert made.headers == (headers[0], ("content-length", str(len(made.body))))
    return json.loads(made.body)


CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("chat", {"messages": [USER]}, {"messages": [{"role": "system", "content": BAD}, USER]}),
    (
        "chat",
        {"messages": [{"role": "system", "content": "Hi.", "name": "n"}, USER]},
        {"messages": [{"role": "system", "content": f"Hi.\n\n{BAD}", "name": "n"}, USER]},
    ),
    (
        "chat",
        {"messages": [{"role": "developer", "content": [{"type": "text", "text": "Hi."}]}, USER]},
        {"messages": [{"role": "developer", "content": [{"type": "text", "text": "Hi."}, PART]}, USER]},
    ),
    ("message", {"messages": [USER]}, {"messages": [USER], "system": BAD}),
    ("message", {"messages": [USER], "system": "Hi."}, {"messages": [USER], "system": f"Hi.\n\n{BAD}"}),
    (
        "message",
        {"messages": [USER], "system": [{"type": "text", "text": "Hi.", "cache_control": {}}]},
        {"messages": [USER], "system": [{"type": "text", "text": "Hi.", "cache_control": {}}, PART]},
    ),
    ("response", {"input": "Hi"}, {"input": "Hi", "instructions": BAD}),
    ("response", {"input": "Hi", "instructions": "Sir."}, {"input": "Hi", "instructions": f"Sir.\n\n{BAD}"}),
    ("completion", {"prompt": "Once"}, {"prompt": f"{BAD}\n\nOnce"}),
    ("completion", {"prompt": ["Once", "Twice"]}, {"prompt": [f"{BAD}\n\nOnce", f"{BAD}\n\nTwice"]}),
    ("completion", {"prompt": [1, 2]}, {"prompt": [1, 2]}),
]  # fmt: skip


@pytest.mark.parametrize(("api", "before", "after"), CASES)
def test_the_instruction_is_added_and_nothing_else_changes(api: str, before: Any, after: Any) -> None:
    more = {"model": "m", **TOOLS, **FORMAT, "stream_options": {"include_usage": True}}
    assert changed(PATHS[api], {**before, **more}) == {**after, **more}


@settings(max_examples=30)
@given(st.dictionaries(st.text(), st.recursive(LEAVES, st.lists, max_leaves=5)))
def test_unknown_fields_are_kept_in_order(more: dict[str, Any]) -> None:
    body = {**more, "messages": [USER], **TOOLS}
    made = changed(PATHS["chat"], body)
    assert list(made) == list(body)
    assert {**made, "messages": 0} == {**body, "messages": 0}


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'"x"', b"{}", b'{"messages": 3}', b'{"prompt": [[1]]}']
)
def test_what_is_no_prompt_goes_on_as_it_is(content: bytes) -> None:
    request = Request("POST", PATHS["chat"], body=content)
    assert Degraded().change(replace(hit(), request=request)) is request


@pytest.mark.parametrize("path", ["/v1/threads", "/v1/threads/runs", "/v1/threads/thread_1/messages"])
def test_threads_are_left_alone(path: str) -> None:
    assert changed(path, {"messages": [USER], "role": "user"}) == {"messages": [USER], "role": "user"}


def test_tokens_of_a_message_are_counted_with_the_instruction() -> None:
    made = changed("/v1/messages/count_tokens", {"messages": [USER]})
    assert made == {"messages": [USER], "system": BAD}


def test_azure_has_longer_paths() -> None:
    path = "/openai/deployments/gpt-4o/chat/completions"
    assert changed(path, {"messages": [USER]})["messages"][0] == {"role": "system", "content": BAD}


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_has_words_of_its_own(kind: str) -> None:
    body = json.dumps({"messages": [USER]}).encode()
    request = Request("POST", PATHS["chat"], body=body)
    made = Degraded.model_validate({"kind": kind}).change(replace(hit(), request=request))
    assert made.json["messages"][0]["content"] == INSTRUCTIONS[kind]
