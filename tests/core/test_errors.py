from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.errors import (
    ANTHROPIC_TYPES,
    NOT_DEPLOYED,
    ApiError,
    SettingsError,
    error_reply,
    nearest,
)
from fakeai_proxy.core.steps import Data, End, Head
from tests.playbook import body, head

REFUSED = ApiError(400, "Bad 'n'.", param="n", code="invalid_value")
BROKEN = ApiError(503, "Down.", type="overloaded")
OPENAI = {
    "error": {"message": "Bad 'n'.", "type": "invalid_request_error", "param": "n", "code": "invalid_value"}
}

GOLDEN: list[tuple[ApiError, str, Any]] = [
    (REFUSED, "api.openai.com", OPENAI),
    (REFUSED, "", OPENAI),
    (REFUSED, "nim.internal", OPENAI),
    (
        REFUSED,
        "integrate.api.nvidia.com",
        {"error": {"message": "Bad 'n'.", "type": "Bad Request", "code": 400}},
    ),
    (
        BROKEN,
        "integrate.api.nvidia.com",
        {"status": 503, "title": "Service Unavailable", "detail": "Down."},
    ),
    (
        ApiError(429, "Slow.", code="x"),
        "integrate.api.nvidia.com",
        {"status": 429, "title": "Too Many Requests"},
    ),
    (ApiError(520, "?"), "ai.api.nvidia.com", {"status": 520, "title": "Error", "detail": "?"}),
    (
        BROKEN,
        "api.openai.com",
        {"error": {"message": "Down.", "type": "overloaded", "param": None, "code": None}},
    ),
    (REFUSED, "team.openai.azure.com", OPENAI),
    (
        ApiError(404, "No.", param="model", code="model_not_found"),
        "team.openai.azure.com",
        {"error": {"code": "DeploymentNotFound", "message": NOT_DEPLOYED}},
    ),
    (BROKEN, "team.openai.azure.com", {"error": {"code": "503", "message": "Down."}}),
    (
        REFUSED,
        "api.anthropic.com",
        {
            "type": "error",
            "error": {"type": "invalid_request_error", "message": "Bad 'n'."},
            "request_id": None,
        },
    ),
    (
        BROKEN,
        "API.Anthropic.COM",
        {"type": "error", "error": {"type": "api_error", "message": "Down."}, "request_id": None},
    ),
]


@pytest.mark.parametrize(("error", "host", "expected"), GOLDEN)
def test_an_error_in_the_dialect_of_its_host(error: ApiError, host: str, expected: Any) -> None:
    reply = list(error_reply(error, host))
    assert json.loads(body(reply)) == expected
    assert list(json.loads(body(reply))) == list(expected)
    assert [type(step) for step in reply] == [Head, Data, End]
    assert head(reply).status == error.status


@pytest.mark.parametrize(
    ("status", "kind"),
    [*ANTHROPIC_TYPES.items(), (404, "not_found_error"), (418, "invalid_request_error"), (500, "api_error")],
)
def test_anthropic_names_errors_by_status(status: int, kind: str) -> None:
    assert json.loads(body(error_reply(ApiError(status, "x"), "api.anthropic.com")))["error"]["type"] == kind


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, "invalid_request_error"), (499, "invalid_request_error"), (500, "server_error")],
)
def test_the_type_follows_from_the_status(status: int, kind: str) -> None:
    assert ApiError(status, "x").type == kind
    assert ApiError(status, "x", type="other").type == "other"


@given(st.text())
def test_the_length_is_declared_in_bytes(message: str) -> None:
    reply = list(error_reply(ApiError(400, message)))
    assert dict(head(reply).headers)["content-length"] == str(len(body(reply)))
    assert json.loads(body(reply))["error"]["message"] == message


def test_headers_of_the_reply_come_before_those_of_the_error() -> None:
    error = ApiError(429, "Slow down.", headers=(("retry-after", "1"),))
    headers = head(error_reply(error, extra=(("x-request-id", "req_1"),))).headers
    names = [name for name, _ in headers]
    assert names == ["content-type", "content-length", "x-request-id", "retry-after"]
    assert dict(headers)["content-type"] == "application/json"


def test_an_error_reads_as_its_message() -> None:
    assert str(REFUSED) == "Bad 'n'."
    assert isinstance(SettingsError("x"), ValueError)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("replya", " (did you mean 'replay'?)"),
        ("replay", " (did you mean 'replay'?)"),
        ("recrod", " (did you mean 'record'?)"),
        ("xyz", ""),
        ("", ""),
    ],
)
def test_the_nearest_valid_name(name: str, hint: str) -> None:
    assert nearest(name, ("record", "replay")) == hint


def test_nothing_is_near_to_nothing() -> None:
    assert nearest("replay", iter(())) == ""
