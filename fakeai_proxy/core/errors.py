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


def openai_body(error: ApiError) -> Any:
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


def anthropic_body(error: ApiError) -> Any:
    kind = ANTHROPIC_TYPES.get(error.status, "api_error" if error.status >= 500 else "invalid_request_error")
    return {"type": "error", "error": {"type": kind, "message": error.message}, "request_id": None}


def azure_body(error: ApiError) -> Any:
    return {"error": {"code": error.code or str(error.status), "message": error.message}}


DIALECTS: tuple[tuple[str, Callable[[ApiError], Any]], ...] = (
    ("api.anthropic.com", anthropic_body),
    ("*.openai.azure.com", azure_body),
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
    body = json.dumps({**render(error), **beside}).encode()
    fixed = (("content-type", "application/json"), ("content-length", str(len(body))))
    yield Head(error.status, fixed + extra + error.headers)
    yield Data(body)
    yield End()


def nearest(name: str, valid: Iterable[str]) -> str:
    """` (did you mean 'x'?)`, or nothing where no valid name is near."""
    match = difflib.get_close_matches(name, list(valid), n=1)
    return f" (did you mean '{match[0]}'?)" if match else ""
