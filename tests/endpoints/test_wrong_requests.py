"""Requests that are wrong, family by family: of a wrong type, incomplete, out of range, of what is not there,
at the wrong time, too large, in the wrong form. Status, code and param as OpenAI's API has them.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.endpoints import Services, dispatch
from tests.playbook import body, head

from .asking import ask, services, steps, told
from .forms import send

SAID = [{"role": "user", "content": "Hi"}]
CHAT = {"model": "gpt-4o", "messages": SAID}
COMPLETION = {"model": "gpt-3.5-turbo-instruct", "prompt": "a"}
EMBEDDING = {"model": "text-embedding-3-small", "input": "a"}
BATCH = {"input_file_id": "file-x", "endpoint": "/v1/chat/completions", "completion_window": "24h"}
RESPONSE = {"model": "gpt-4o", "input": "a"}
UPLOAD = {"purpose": "batch", "filename": "a.jsonl", "bytes": 9, "mime_type": "text/jsonl"}
MISSING, TYPE, VALUE = "missing_required_parameter", "invalid_type", "invalid_value"
LOW, HIGH, LONG = "integer_below_min_value", "integer_above_max_value", "array_above_max_length"
UNKNOWN, EMPTY = "unknown_parameter", "empty_array"
HUGE = b" " * (10 * 2**20 + 1)

Wrong = tuple[str, Any, int, str | None, str | None]
"""Method and path, body (bytes as they are, {} changes to a good one), status, code, param."""

WRONG: dict[str, tuple[Any, list[Wrong]]] = {
    "chat": (CHAT, [
        ("POST /chat/completions", {"messages": ...}, 400, MISSING, "messages"),
        ("POST /chat/completions", {"model": ...}, 400, None, None),
        ("POST /chat/completions", {"model": 7}, 400, TYPE, "model"),
        ("POST /chat/completions", {"messages": "Hi"}, 400, TYPE, "messages"),
        ("POST /chat/completions", {"messages": []}, 400, EMPTY, "messages"),
        ("POST /chat/completions", {"messages": [{"role": "king"}]}, 400, VALUE, "messages[0].role"),
        ("POST /chat/completions", {"temperature": 3}, 400, "decimal_above_max_value", "temperature"),
        ("POST /chat/completions", {"top_p": -1}, 400, "decimal_below_min_value", "top_p"),
        ("POST /chat/completions", {"n": 129}, 400, HIGH, "n"),
        ("POST /chat/completions", {"max_tokens": -1}, 400, LOW, "max_tokens"),
        ("POST /chat/completions", {"stop": ["a"] * 5}, 400, LONG, "stop"),
        ("POST /chat/completions", {"tools": [{"type": "function"}]}, 400, MISSING, "tools[0].function"),
        ("POST /chat/completions", {"name": 1}, 400, UNKNOWN, "name"),
        ("POST /chat/completions", {"model": "text-embedding-3-small"}, 404, None, "model"),
        ("POST /chat/completions", {"messages": [{"role": "user", "content": "a " * 130_000}]}, 400,
         "context_length_exceeded", "messages"),
        ("POST /chat/completions", b"{", 400, None, None),
        ("POST /chat/completions", b"[]", 400, TYPE, None),
        ("POST /chat/completions", HUGE, 413, None, None),
        ("PUT /chat/completions", {}, 405, "method_not_supported", None),
        ("GET /chat/completions/chatcmpl-x", None, 404, None, None),
    ]),
    "completions": (COMPLETION, [
        ("POST /completions", {"model": ...}, 400, None, None),
        ("POST /completions", {"prompt": 7}, 400, TYPE, "prompt"),
        ("POST /completions", {"prompt": []}, 400, EMPTY, "prompt"),
        ("POST /completions", {"prompt": ["a"] * 2049}, 400, LONG, "prompt"),
        ("POST /completions", {"logprobs": 6}, 400, HIGH, "logprobs"),
        ("POST /completions", {"n": 3, "best_of": 2}, 400, None, "best_of"),
        ("POST /completions", {"max_tokens": 5_000}, 400, VALUE, "max_tokens"),
        ("POST /completions", {"model": "gpt-4o"}, 404, None, "model"),
        ("POST /completions", {"x": 1}, 400, UNKNOWN, "x"),
        ("POST /completions", b"", 400, None, None),
        ("POST /completions", HUGE, 413, None, None),
    ]),
    "embeddings": (EMBEDDING, [
        ("POST /embeddings", {"input": ...}, 400, MISSING, "input"),
        ("POST /embeddings", {"model": ...}, 400, None, None),
        ("POST /embeddings", {"input": {}}, 400, TYPE, "input"),
        ("POST /embeddings", {"input": ""}, 400, "empty_string", "input"),
        ("POST /embeddings", {"input": ["a"] * 2049}, 400, LONG, "input"),
        ("POST /embeddings", {"dimensions": 0}, 400, LOW, "dimensions"),
        ("POST /embeddings", {"dimensions": 1_537}, 400, None, None),
        ("POST /embeddings", {"encoding_format": "hex"}, 400, VALUE, "encoding_format"),
        ("POST /embeddings", {"input": "a " * 9_000}, 400, None, None),
        ("POST /embeddings", {"model": "gpt-4o"}, 403, None, None),
        ("POST /embeddings", HUGE, 413, None, None),
    ]),
    "moderations": ({"input": "a"}, [
        ("POST /moderations", {"input": ...}, 400, MISSING, "input"),
        ("POST /moderations", {"input": 7}, 400, TYPE, "input"),
        ("POST /moderations", {"input": []}, 400, EMPTY, "input"),
        ("POST /moderations", {"input": [{"type": "video"}]}, 400, VALUE, "input[0].type"),
        ("POST /moderations", {"input": [{"type": "text"}]}, 400, MISSING, "input[0].text"),
        ("POST /moderations", {"model": "gpt-4o"}, 404, None, "model"),
        ("POST /moderations", HUGE, 413, None, None),
    ]),
    "models": (None, [
        ("GET /models/no-such-model", None, 404, "model_not_found", "model"),
        ("DELETE /models/no-such-model", None, 404, "model_not_found", "model"),
        ("DELETE /models/gpt-4o", None, 403, None, "model"),
        ("POST /models", {}, 405, "method_not_supported", None),
    ]),
    "files": (None, [
        ("GET /files/file-x", None, 404, None, "id"),
        ("DELETE /files/file-x", None, 404, None, "id"),
        ("GET /files/file-x/content", None, 404, None, "id"),
        ("GET /files?limit=ten", None, 400, TYPE, "limit"),
        ("GET /files?order=up", None, 400, VALUE, "order"),
        ("POST /files", {"purpose": "batch"}, 400, None, None),
    ]),
    "uploads": (UPLOAD, [
        ("POST /uploads", {"filename": ...}, 400, MISSING, "filename"),
        ("POST /uploads", {"bytes": "9"}, 400, TYPE, "bytes"),
        ("POST /uploads", {"bytes": -1}, 400, LOW, "bytes"),
        ("POST /uploads", {"purpose": "fun"}, 400, VALUE, "purpose"),
        ("POST /uploads/upload_x/cancel", b"", 404, None, None),
        ("POST /uploads/upload_x/complete", b'{"part_ids": ["part_x"]}', 404, None, None),
        ("POST /uploads/upload_x/complete", b'{"part_ids": []}', 400, EMPTY, "part_ids"),
        ("POST /uploads/upload_x/parts", b'{"data": "a"}', 400, None, None),
    ]),
    "batches": (BATCH, [
        ("POST /batches", {"input_file_id": ...}, 400, MISSING, "input_file_id"),
        ("POST /batches", {"input_file_id": 7}, 400, TYPE, "input_file_id"),
        ("POST /batches", {}, 404, None, "id"),
        ("POST /batches", {"endpoint": "/v1/files"}, 400, VALUE, "endpoint"),
        ("POST /batches", {"completion_window": "1h"}, 400, VALUE, "completion_window"),
        ("POST /batches", {"metadata": {"a": "b" * 513}}, 400, "string_above_max_length", "metadata.a"),
        ("GET /batches/batch_x", None, 404, None, None),
        ("POST /batches/batch_x/cancel", b"", 404, None, None),
        ("GET /batches?limit=101", None, 400, HIGH, "limit"),
        ("POST /batches", HUGE, 413, None, None),
    ]),
    "responses": (RESPONSE, [
        ("POST /responses", {"model": ...}, 400, MISSING, "model"),
        ("POST /responses", {"input": 7}, 400, TYPE, "input"),
        ("POST /responses", {"max_output_tokens": 15}, 400, LOW, "max_output_tokens"),
        ("POST /responses", {"temperature": -1}, 400, "decimal_below_min_value", "temperature"),
        ("POST /responses", {"tools": [{"type": "hammer"}]}, 400, VALUE, "tools[0].type"),
        ("POST /responses", {"include": ["all"]}, 400, VALUE, "include[0]"),
        ("POST /responses", {"what": 1}, 400, UNKNOWN, "what"),
        ("POST /responses", {"previous_response_id": "resp_x"}, 400, "previous_response_not_found",
         "previous_response_id"),
        ("POST /responses", {"conversation": "conv_x"}, 404, None, None),
        ("POST /responses", {"background": True, "store": False}, 400, None, "background"),
        ("GET /responses/resp_x", None, 404, None, None),
        ("DELETE /responses/resp_x", None, 404, None, None),
        ("POST /responses/resp_x/cancel", b"", 404, None, None),
        ("GET /responses/resp_x/input_items", None, 404, None, None),
        ("POST /responses", HUGE, 413, None, None),
    ]),
    "conversations": ({}, [
        ("POST /conversations", {"items": 7}, 400, TYPE, "items"),
        ("POST /conversations", {"metadata": {"a": 1}}, 400, TYPE, "metadata.a"),
        ("POST /conversations", {"items": [{"type": "hammer"}]}, 400, VALUE, "items[0].type"),
        ("POST /conversations", {"items": [{"role": "user", "content": "a"}] * 21}, 400, LONG, "items"),
        ("GET /conversations/conv_x", None, 404, None, None),
        ("POST /conversations/conv_x", {"metadata": {}}, 404, None, None),
        ("POST /conversations/conv_x", b"{}", 400, MISSING, "metadata"),
        ("DELETE /conversations/conv_x", None, 404, None, None),
        ("GET /conversations/conv_x/items", None, 404, None, None),
        ("POST /conversations/conv_x/items", {"items": []}, 404, None, None),
        ("GET /conversations/conv_x/items/msg_x", None, 404, None, None),
        ("DELETE /conversations/conv_x/items/msg_x", None, 404, None, None),
        ("POST /conversations", HUGE, 413, None, None),
    ]),
}  # fmt: skip


def changed(good: Any, change: Any) -> Any:
    """`good` with `change`, in which ... leaves out."""
    if not isinstance(change, dict):
        return change
    return {name: value for name, value in {**(good or {}), **change}.items() if value is not ...}


def refused(where: str, content: Any, to: Services) -> tuple[int, str, Any, Any]:
    """Status, type, code and param."""
    method, _, path = where.partition(" ")
    path, _, query = path.partition("?")
    answer = [*steps(ask(f"/v1{path}", content, to, method, query=query))]
    error = json.loads(body(answer))["error"]
    assert error.keys() == {"message", "type", "param", "code"}
    assert error["message"]
    return head(answer).status, error["type"], error["code"], error["param"]


@pytest.mark.parametrize("family", WRONG)
def test_what_is_wrong_is_refused_as_the_api_does(family: str) -> None:
    to = services()
    good, wrong = WRONG[family]
    found = [
        (where, str(change)[:60], *refused(where, changed(good, change), to)) for where, change, *_ in wrong
    ]
    assert found == [
        (where, str(change)[:60], status, "invalid_request_error", code, param)
        for where, change, status, code, param in wrong
    ]


FORMS: dict[str, tuple[str, bytes]] = {
    "no boundary": ("multipart/form-data", b"--x\r\n\r\n--x--\r\n"),
    "another boundary": ("multipart/form-data; boundary=y", b"--x\r\n\r\n--x--\r\n"),
    "cut off": (
        "multipart/form-data; boundary=x",
        b'--x\r\ncontent-disposition: form-data; name="file"\r\n\r\na',
    ),
    "nothing": ("multipart/form-data; boundary=x", b""),
    "JSON": ("application/json", b'{"purpose": "batch"}'),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", ["/v1/files", "/v1/uploads/upload_x/parts"])
def test_what_is_no_form(path: str, form: str) -> None:
    kind, content = FORMS[form]
    request = Request("POST", path, headers=(("content-type", kind),), body=content)
    assert told(dispatch(request, services()), 400)["error"]["type"] == "invalid_request_error"


def test_what_comes_too_late() -> None:
    to = services()
    upload = told(ask("/v1/uploads", UPLOAD, to))["id"]
    told(ask(f"/v1/uploads/{upload}/cancel", b"", to, "POST"))
    for path, content in (("cancel", b""), ("complete", {"part_ids": ["part_x"]})):
        assert refused(f"POST /uploads/{upload}/{path}", content, to)[0] == 400
    assert head(steps(send(f"/v1/uploads/{upload}/parts", to, data=("a", b"x")))).status == 400
    response = told(ask("/v1/responses", RESPONSE, to))["id"]
    assert refused(f"POST /responses/{response}/cancel", b"", to)[0] == 400
    file = told(send("/v1/files", to, file=("a.png", b"x"), purpose="vision"))["id"]
    assert refused("POST /batches", {**BATCH, "input_file_id": file}, to)[2:] == (VALUE, "input_file_id")
    lines = told(send("/v1/files", to, file=("a.jsonl", b"{}"), purpose="batch"))["id"]
    batch = told(ask("/v1/batches", {**BATCH, "input_file_id": lines}, to))["id"]
    to.clock.advance(60)  # type: ignore[attr-defined]  # a ManualClock
    assert refused(f"POST /batches/{batch}/cancel", b"", to)[0] == 409
    told(ask(f"/v1/files/{file}", to=to, method="DELETE"))
    assert refused(f"DELETE /files/{file}", None, to)[0] == 404
