"""Wrong requests, and what the API says of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.endpoints.asking import ask, error, services

from .turns import WEATHER

BASE = {"model": "gpt-4o", "input": "Hi"}
TO = services()
WRONG: list[tuple[dict[str, Any], int, str | None, str | None]] = [
    ({"model": None}, 400, "missing_required_parameter", "model"),
    ({"input": None}, 400, "missing_required_parameter", "input"),
    ({"input": 3}, 400, "invalid_type", "input"),
    ({"input": [{"role": "boss", "content": "Hi"}]}, 400, "invalid_value", "input[0].role"),
    ({"input": [{"type": "nonsense"}]}, 400, "invalid_value", "input[0].type"),
    ({"input": [{}]}, 400, "missing_required_parameter", "input[0].type"),
    ({"input": ["Hi"]}, 400, "invalid_type", "input[0]"),
    (
        {"input": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]},
        400,
        "invalid_value",
        "input[0].content[0].type",
    ),
    (
        {"input": [{"role": "assistant", "content": [{"type": "input_text", "text": "Hi"}]}]},
        400,
        "invalid_value",
        "input[0].content[0].type",
    ),
    (
        {"input": [{"type": "function_call_output", "output": "x"}]},
        400,
        "missing_required_parameter",
        "input[0].call_id",
    ),
    ({"input": [{"type": "function_call_output", "call_id": "call_1", "output": "x"}]}, 400, None, "input"),
    (
        {"input": [{"type": "function_call", "call_id": "call_1", "name": "f", "arguments": "{}"}]},
        400,
        None,
        "input",
    ),
    ({"input": [{"type": "item_reference", "id": "msg_x"}]}, 404, None, "input"),
    ({"input": [{"id": "msg_x"}]}, 404, None, "input"),
    ({"max_output_tokens": 5}, 400, "integer_below_min_value", "max_output_tokens"),
    ({"max_output_tokens": 10**9}, 400, "integer_above_max_value", "max_output_tokens"),
    ({"temperature": 3}, 400, "decimal_above_max_value", "temperature"),
    ({"metadata": {"a": 1}}, 400, "invalid_type", "metadata.a"),
    ({"nonsense": 1}, 400, "unknown_parameter", "nonsense"),
    ({"include": ["all"]}, 400, "invalid_value", "include[0]"),
    ({"truncation": "some"}, 400, "invalid_value", "truncation"),
    ({"stream_options": {}}, 400, None, "stream_options"),
    ({"previous_response_id": "resp_x"}, 400, "previous_response_not_found", "previous_response_id"),
    ({"conversation": "conv_x"}, 404, None, None),
    (
        {"conversation": "conv_x", "previous_response_id": "resp_x"},
        400,
        "mutually_exclusive_parameters",
        "previous_response_id",
    ),
    ({"background": True, "store": False}, 400, None, "background"),
    ({"tool_choice": "required"}, 400, None, "tool_choice"),
    ({"tools": [WEATHER], "tool_choice": {"type": "function", "name": "g"}}, 400, None, "tool_choice"),
    (
        {
            "tools": [WEATHER],
            "tool_choice": {"type": "allowed_tools", "mode": "auto", "tools": [{"type": "custom"}]},
        },
        400,
        None,
        "tool_choice",
    ),
    ({"tools": [{"type": "nonsense"}]}, 400, "invalid_value", "tools[0].type"),
    ({"tools": [{"type": "function"}]}, 400, "missing_required_parameter", "tools[0].name"),
    ({"tools": [{"type": "mcp", "server_label": "a"}]}, 400, "missing_required_parameter", "tools[0]"),
    ({"tools": [WEATHER, {"type": "local_shell"}]}, 501, "not_implemented", "tools[1].type"),
    (
        {"tools": [{"type": "web_search"}, {**WEATHER, "parameters": {"type": "object", "properties": {}}}]},
        400,
        "invalid_function_parameters",
        "tools[1].parameters",
    ),
    (
        {
            "text": {
                "format": {"type": "json_schema", "name": "a", "schema": {"type": "array"}, "strict": True}
            }
        },
        400,
        "invalid_json_schema",
        "text.format.schema",
    ),
    (
        {"text": {"format": {"type": "json_schema", "name": "a"}}},
        400,
        "missing_required_parameter",
        "text.format.schema",
    ),
    ({"text": {"format": {"type": "json_object"}}}, 400, None, "input"),
    ({"reasoning": {"effort": "low"}}, 400, "unsupported_parameter", "reasoning.effort"),
    ({"include": ["reasoning.encrypted_content"]}, 400, None, "include"),
    ({"model": "o3-mini", "temperature": 0.5}, 400, "unsupported_parameter", "temperature"),
    ({"model": "o3-mini", "top_logprobs": 2}, 400, None, "include"),
    ({"model": "text-embedding-3-small"}, 404, None, "model"),
    ({"model": "gpt-4", "input": "word " * 9_000}, 400, "context_length_exceeded", "input"),
]


@pytest.mark.parametrize(("fields", "status", "code", "param"), WRONG)
def test_what_is_wrong(fields: dict[str, Any], status: int, code: str | None, param: str | None) -> None:
    refusal = error(ask("/v1/responses", BASE | fields, TO), status)
    assert (refusal["code"], refusal["param"]) == (code, param)
    assert refusal["type"] == ("invalid_request_error" if status < 500 else "server_error")


def test_an_open_model_takes_what_openai_does_not() -> None:
    body = BASE | {"model": "meta/llama-3.1-8b-instruct", "reasoning": {"effort": "low"}, "temperature": 0.5}
    assert next(iter(ask("/v1/responses", body, TO))).status == 200  # type: ignore[union-attr, arg-type]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/responses/resp_x"),
        ("DELETE", "/v1/responses/resp_x"),
        ("POST", "/v1/responses/resp_x/cancel"),
        ("GET", "/v1/responses/resp_x/input_items"),
    ],
)
def test_what_is_not_there(method: str, path: str) -> None:
    refusal = error(ask(path, to=TO, method=method), 404)
    assert refusal["message"] == "Response with id 'resp_x' not found."
