"""Per-route rules of `fakeai.toml`: which mode answers which request."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request

ModeName = Literal[
    "synthesize",
    "record",
    "replay",
    "spy",
    "passthrough",
    "none",
    "once",
    "new_episodes",
    "all",
    "rewrite",
    "diff",
    "off",
]


class Rule(BaseModel):
    """The first rule whose every given field matches decides. `*` is a wildcard."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: ModeName = Field(description="where the reply comes from")
    host: str | None = Field(None, description="host asked, for example *.openai.azure.com")
    path: str | None = Field(None, description="path asked, for example /v1/chat/*")
    method: str | None = Field(None, description="HTTP method")
    model: str | None = Field(None, description="`model` of the JSON body")
    header: str | None = Field(None, description="`name` or `name: value` of a request header")

    def matches(self, request: Request) -> bool:
        """Every given field matches `request`."""
        return (
            fits(self.host and self.host.lower(), request.host)
            and fits(self.path, request.path)
            and fits(self.method and self.method.upper(), request.method.upper())
            and (self.header is None or has_header(request, self.header))
            and (self.model is None or fits(self.model, model_of(request)))
        )


def choose(rules: Iterable[Rule], request: Request, default: ModeName) -> ModeName:
    """The mode of the first rule that matches, else `default`."""
    return next((rule.mode for rule in rules if rule.matches(request)), default)


def fits(pattern: str | None, value: str) -> bool:
    return pattern is None or fnmatchcase(value, pattern)


def has_header(request: Request, wanted: str) -> bool:
    name, _, value = wanted.partition(":")
    found = [text for key, text in request.headers if key == name.strip().lower()]
    return any(fits(value.strip() or None, text) for text in found)


def model_of(request: Request) -> str:
    """The `model` of a JSON body, or nothing."""
    try:
        body: Any = request.json
    except ApiError:
        return ""
    model = body.get("model") if isinstance(body, dict) else None
    return model if isinstance(model, str) else ""
