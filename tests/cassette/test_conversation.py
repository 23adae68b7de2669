from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from fakeai_proxy.cassette.conversation import Usage, answered, asked, spoken, text_of, usage
from fakeai_proxy.cassette.recording import Answered, Asked, Recording
from tests.cassette.diff.replies import spoken as spoken_by_server
from tests.cassette.tapes import fields, values

ASKED = Asked("POST", "https", "h", 443, "/", "", (), b"", None, None, False)
ANSWERED = Answered("http", 200, (), 0, 0, "complete", b"", ())
EMPTY = Recording("u", 0, "active", "", "recorded", "keys@1", ASKED, ANSWERED)


def of(request: Any = None, *replies: Any) -> Recording:
    """With one reply whole, with several as a stream of events."""
    body = json.dumps(request).encode()
    if len(replies) > 1:
        events = b"".join(b"data: %s\n\n" % json.dumps(one).encode() for one in replies) + b"data: [DONE]\n\n"
        reply = replace(ANSWERED, kind="sse", body=events)
    else:
        reply = replace(ANSWERED, body=json.dumps(replies[0]).encode() if replies else b"")
    return replace(EMPTY, asked=replace(ASKED, body=body), answered=reply)


@pytest.mark.parametrize(
    ("request_", "turns"),
    [
        (
            {
                "messages": [
                    {"role": "system", "content": "Be"},
                    {"role": "user", "content": [{"text": "a"}, {"x": 1}]},
                ]
            },
            [("system", "Be"), ("user", "a")],
        ),
        (
            {
                "system": "Be",
                "messages": [{"role": "assistant", "tool_calls": [{"function": {"name": "f"}}]}],
            },
            [("system", "Be"), ("assistant", "f \n")],
        ),
        (
            {"instructions": "Be", "input": [{"type": "function_call_output", "output": "5"}]},
            [("system", "Be"), ("function_call_output", "5")],
        ),
        ({"prompt": "Once"}, [("user", "Once")]),
        ({"input": ["a", "b"]}, [("user", "a"), ("user", "b")]),
        ([], []),
        ("x", []),
    ],
)
def test_what_was_asked(request_: Any, turns: list[tuple[str, str]]) -> None:
    assert [(turn.role, turn.text.strip() and turn.text) for turn in asked(of(request_).asked)] == [
        (role, text.removesuffix("\n")) for role, text in turns
    ]


CALL = {"index": 0, "function": {"name": "f", "arguments": ""}}
MORE = {"index": 0, "function": {"arguments": '{"a":1}'}}


@pytest.mark.parametrize(
    ("replies", "turns"),
    [
        (
            [{"choices": [{"message": {"content": "Hi", "reasoning_content": "Hm"}}]}],
            ["reasoning: Hm", "assistant: Hi"],
        ),
        ([{"choices": [{"text": "Hi"}]}], ["assistant: Hi"]),
        (
            [{"choices": [{"delta": {"content": "H"}}]}, {"choices": [{"delta": {"content": "i"}}]}],
            ["assistant: Hi"],
        ),
        (
            [
                {"choices": [{"delta": {"tool_calls": [CALL]}}]},
                {"choices": [{"delta": {"tool_calls": [MORE]}}]},
            ],
            ['tool call: f {"a":1}'],
        ),
        (
            [
                {
                    "type": "message",
                    "content": [{"type": "text", "text": "Hi"}, {"name": "f", "input": {"a": 1}}],
                }
            ],
            ["assistant: Hi", 'tool call: f {"a": 1}'],
        ),
        (
            [
                {
                    "type": "content_block_start",
                    "index": 1,
                    "content_block": {"type": "tool_use", "name": "f"},
                },
                {"type": "content_block_delta", "index": 0, "delta": {"thinking": "Hm"}},
                {"type": "content_block_delta", "index": 1, "delta": {"partial_json": "{}"}},
            ],
            ["reasoning: Hm", "tool call: f {}"],
        ),
        (
            [
                {"type": "response.output_text.delta", "delta": "H"},
                {"type": "response.output_text.delta", "delta": "i"},
                {"type": "response.completed", "response": {"object": "response", "output": []}},
            ],
            ["assistant: Hi"],
        ),
        (
            [
                {
                    "object": "response",
                    "output": [{"type": "message", "content": [{"type": "output_text", "text": "Hi"}]}],
                }
            ],
            ["assistant: Hi"],
        ),
        ([{"error": {"message": "No"}}], ["error: No"]),
        ([{"error": "No"}], ["error: No"]),
        ([7], []),
    ],
)
def test_what_came_back(replies: list[Any], turns: list[str]) -> None:
    assert [f"{turn.role}: {turn.text}" for turn in answered(of({}, *replies).answered)] == turns


@pytest.mark.parametrize(
    ("replies", "counts"),
    [
        (
            [
                {
                    "usage": {
                        "prompt_tokens": 9,
                        "completion_tokens": 2,
                        "prompt_tokens_details": {"cached_tokens": 4},
                    }
                }
            ],
            Usage(9, 4, 2),
        ),
        ([{"usage": {"input_tokens": 9, "cache_read_input_tokens": 4, "output_tokens": 2}}], Usage(13, 4, 2)),
        (
            [
                {"message": {"usage": {"input_tokens": 9, "output_tokens": 1}}},
                {"usage": {"output_tokens": 5}},
            ],
            Usage(9, 0, 5),
        ),
        ([{"usage": None}, {"response": {"usage": {"input_tokens": 3, "output_tokens": 1}}}], Usage(3, 0, 1)),
        ([{}], Usage()),
    ],
)
def test_tokens(replies: list[Any], counts: Usage) -> None:
    assert usage(of({}, *replies).answered) == counts


@given(fields | values, fields | values)
def test_no_shape_breaks_it(request_: Any, reply: Any) -> None:
    recording = of(request_, reply, reply)
    assert isinstance(asked(recording.asked) + answered(recording.answered), list)
    assert isinstance(usage(recording.answered), Usage)


def test_one_piece() -> None:
    assert spoken(b'data: {"choices": [{"delta": {"content": "Hi"}}]}\n\n', "sse") == "Hi"
    assert spoken(b"\xff", "binstream") == ""
    assert text_of(7) == ""


def test_of_a_websocket_each_message_of_the_server_counts() -> None:
    said = (
        {"type": "response.output_text.delta", "delta": "Hel"},
        {"type": "response.output_audio.delta", "delta": "AAAA"},
        {"type": "response.output_text.delta", "delta": "lo"},
        {"type": "response.done", "response": {"usage": {"input_tokens": 3, "output_tokens": 2}}},
    )
    reply = spoken_by_server(*said)
    assert [(turn.role, turn.text) for turn in answered(reply)] == [("assistant", "Hello")]
    assert usage(reply) == Usage(3, 0, 2)
