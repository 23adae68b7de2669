"""Errors as the providers put them on the wire.

Exception
└── ApiError            becomes a reply in the dialect of the host asked
ValueError
└── SettingsError       a value refused at start, naming field and valid values
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from .steps import Data, End, Head, Headers, Reply, Step


class ApiError(Exception):
    """An answer other than 2xx. `type` defaults to what OpenAI sends with `status`."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        type: str | None = None,
        param: str | None = None,
        code: str | None = None,
        headers: Headers = (),
        steps: Sequence[Step] = (),
    ) -> None:
        """steps: the whole answer, where it is known; else it is made of the rest."""
        super().__init__(message)
        self.status, self.message, self.param, self.code, self.headers = status, message, param, code, headers
        self.steps = steps
        self.type = type or ("invalid_request_error" if status < 500 else "server_error")


class SettingsError(ValueError):
    """A setting, option or argument that cannot be taken. The message says what would be valid."""


def openai_body(error: ApiError, id: str | None = None) -> Any:
    return {"error": {"message": error.message, "type": error.type, "param": error.param, "code": error.code}}


ANTHROPIC_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    529: "overloaded_error",
}


def anthropic_body(error: ApiError, id: str | None) -> Any:
    kind = ANTHROPIC_TYPES.get(error.status, "api_error" if error.status >= 500 else "invalid_request_error")
    return {"type": "error", "error": {"type": kind, "message": error.message}, "request_id": id}


NOT_DEPLOYED = (
    "The API deployment for this resource does not exist. If you created the deployment within the last 5 "
    "minutes, please wait a moment and try again."
)


def azure_body(error: ApiError, id: str | None) -> Any:
    """What the model itself refuses, Azure passes on as OpenAI says it; its own codes are in PascalCase."""
    if error.status == 400 and (error.param or (error.code or "A")[0].islower()):
        return openai_body(error)
    if error.status == 404 and error.code == "model_not_found":
        return {"error": {"code": "DeploymentNotFound", "message": NOT_DEPLOYED}}
    return {"error": {"code": error.code or str(error.status), "message": error.message}}


REJECTED = (400, 405, 409, 422)
"""Statuses of what the model refuses, and not the front of NVIDIA's cloud functions."""


def nvidia_body(error: ApiError, id: str | None) -> Any:
    """A problem (RFC 7807), which has no `error`; what the model refuses comes in its own words."""
    title = title_of(error.status)
    if error.status in REJECTED:
        return {"error": {"message": error.message, "type": title, "code": error.status}}
    said = {} if error.status == 429 else {"detail": error.message}
    return {"status": error.status, "title": title, **said}


def title_of(status: int) -> str:
    """The reason phrase of `status`."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


DIALECTS: tuple[tuple[str, Callable[[ApiError, str | None], Any]], ...] = (
    ("api.anthropic.com", anthropic_body),
    ("*.openai.azure.com", azure_body),
    ("*.cognitiveservices.azure.com", azure_body),
    ("*.services.ai.azure.com", azure_body),
    ("*.api.nvidia.com", nvidia_body),
    ("*", openai_body),
)


def error_reply(
    error: ApiError, host: str = "", extra: Headers = (), beside: Mapping[str, Any] = MappingProxyType({})
) -> Reply:
    """`error` in the shape of the provider behind `host` (OpenAI's where it is not known).

    extra: further headers; beside: further members of the body.
    """
    if error.steps:
        yield from error.steps
        return
    render = next(render for pattern, render in DIALECTS if fnmatchcase(host.lower(), pattern))
    content = {**render(error, dict(extra).get("x-request-id")), **beside}
    body = json.dumps(content).encode()
    kind = "application/problem+json" if "title" in content else "application/json"
    fixed = (("content-type", kind), ("content-length", str(len(body))))
    yield Head(error.status, fixed + extra + error.headers)
    yield Data(body)
    yield End()


def nearest(name: str, valid: Iterable[str]) -> str:
    """` (did you mean 'x'?)`, or nothing where no valid name is near."""
    match = difflib.get_close_matches(name, list(valid), n=1)
    return f" (did you mean '{match[0]}'?)" if match else ""
