"""The order of events, as it was recorded of the real API."""

from __future__ import annotations

import re
from typing import Any

import pytest

from fakeai_proxy.endpoints.obfuscation import Obfuscation
from fakeai_proxy.endpoints.responses.events import TICK, Frame
from fakeai_proxy.endpoints.responses.written import Written
from tests.endpoints.asking import ask, context, services, steps
from tests.endpoints.sdk import Client
from tests.playbook import body

from .turns import CODE, WEATHER, events, folded

BEGIN = ["created", "in_progress"]
TEXT = ["output_item.added", "content_part.added", "output_text.delta"]
TEXT_END = ["output_text.done", "content_part.done", "output_item.done"]
CALL = [
    "output_item.added",
    "function_call_arguments.delta",
    "function_call_arguments.done",
    "output_item.done",
]
SUMMARY = [
    "output_item.added",
    "reasoning_summary_part.added",
    "reasoning_summary_text.delta",
    "reasoning_summary_text.done",
    "reasoning_summary_part.done",
    "output_item.done",
]
WEB = [f"web_search_call.{state}" for state in ("in_progress", "searching", "completed")]
CLIENT = Client(services())
CASES: dict[str, tuple[Any, list[str]]] = {
    "text": ({}, [*BEGIN, *TEXT, *TEXT_END, "completed"]),
    "function": ({"tools": [WEATHER]}, [*BEGIN, *CALL, "completed"]),
    "custom": (
        {"tools": [CODE], "tool_choice": "required"},
        [
            *BEGIN,
            *(kind.replace("function_call_arguments", "custom_tool_call_input") for kind in CALL),
            "completed",
        ],
    ),
    "reasoning": (
        {"model": "o3-mini"},
        [*BEGIN, "output_item.added", "output_item.done", *TEXT, *TEXT_END, "completed"],
    ),
    "summary": (
        {"model": "o3-mini", "reasoning": {"summary": "auto"}},
        [*BEGIN, *SUMMARY, *TEXT, *TEXT_END, "completed"],
    ),
    "shown reasoning": (
        {"model": "deepseek-r1"},
        [
            *BEGIN,
            *(kind.replace("output_text", "reasoning_text") for kind in (*TEXT, *TEXT_END)),
            *TEXT,
            *TEXT_END,
            "completed",
        ],
    ),
    "background": ({"background": True}, ["created", "queued", "in_progress", *TEXT, *TEXT_END, "completed"]),
    "web search": (
        {"tools": [{"type": "web_search"}]},
        [
            *BEGIN,
            "output_item.added",
            *WEB,
            "output_item.done",
            *TEXT,
            "output_text.annotation.added",
            *TEXT_END,
            "completed",
        ],
    ),
    "code": (
        {"tools": [{"type": "code_interpreter", "container": {"type": "auto"}}]},
        [
            *BEGIN,
            "output_item.added",
            "code_interpreter_call.in_progress",
            "code_interpreter_call_code.delta",
            "code_interpreter_call_code.done",
            "code_interpreter_call.interpreting",
            "code_interpreter_call.completed",
            "output_item.done",
            *TEXT,
            *TEXT_END,
            "completed",
        ],
    ),
    "mcp": (
        {
            "tools": [
                {
                    "type": "mcp",
                    "server_label": "wiki",
                    "server_url": "https://example.com",
                    "require_approval": "never",
                }
            ]
        },
        [
            *BEGIN,
            "output_item.added",
            "mcp_list_tools.in_progress",
            "mcp_list_tools.completed",
            "output_item.done",
            "output_item.added",
            "mcp_call.in_progress",
            "mcp_call_arguments.delta",
            "mcp_call_arguments.done",
            "mcp_call.completed",
            "output_item.done",
            *TEXT,
            *TEXT_END,
            "completed",
        ],
    ),
    "limit": ({"max_output_tokens": 16}, [*BEGIN, *TEXT, *TEXT_END, "incomplete"]),
}


@pytest.mark.parametrize("case", CASES)
def test_the_order_is_that_of_the_api(case: str) -> None:
    fields, order = CASES[case]
    assert folded(events(CLIENT, **fields)) == order


def test_what_begins_is_empty_and_in_progress() -> None:
    found = events(CLIENT)
    assert [found[at].response.status for at in (0, 1)] == ["in_progress"] * 2
    assert (found[0].response.output, found[0].response.usage) == ([], None)
    assert (found[2].item.status, found[2].item.content) == ("in_progress", [])
    assert found[3].part.text == ""
    assert found[-1].response.status == "completed"


def test_no_done_and_named_events() -> None:
    fields = {"model": "gpt-4o", "input": "Hi", "stream": True}
    content = body(steps(ask("/v1/responses", fields))).decode()
    assert "[DONE]" not in content
    assert re.findall(r"^event: (.*)$", content, re.M) == re.findall(r'^data: {"type":"(.*?)"', content, re.M)
    assert '"obfuscation":' in content
    elsewhere = ask("/v1/responses", fields, host="integrate.api.nvidia.com")
    assert '"obfuscation":' not in body(steps(elsewhere)).decode()


def test_each_token_is_a_tick() -> None:
    part = {"type": "output_text", "text": "Hi you", "annotations": [], "logprobs": []}
    said = Written(
        {"id": "msg_1", "type": "message", "status": "completed", "content": [part]}, ("Hi", " you")
    )
    thought = Written({"id": "rs_1", "type": "reasoning", "summary": []}, (), 3)
    frame = Frame(Obfuscation(context().rng))
    found = list(frame.items([thought, said]))
    assert found.count(TICK) == 5
    assert frame.latest == len(found) - 5 - 1
